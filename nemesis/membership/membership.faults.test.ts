import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { redisReplication, redisSentinel } from '../../systems/redis/index.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  expectRole,
  invoke,
  openClient,
  withNemesis,
} from '../../tests/support/nemesis-order.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

/** What one program on a node says to its own command line. */
async function redisCli(node: string, port: number, ...command: string[]): Promise<string> {
  const { stdout } = await cluster.node(node).exec(['redis-cli', '-p', String(port), ...command]);
  return stdout.trim();
}

async function expectHealthy(): Promise<void> {
  expect(await cluster.system.health()).toEqual({ healthy: true });
}

async function add(node: string, value: number): Promise<void> {
  const client = await openClient(cluster, node);
  expect(await invoke(client, 'add', value)).toMatchObject({ type: 'ok' });
  await client.close();
}

async function read(node: string): Promise<unknown> {
  const client = await openClient(cluster, node);
  const completion = await invoke(client, 'read');
  await client.close();
  return completion.type === 'ok' ? completion.value : completion;
}

describe('a Sentinel', () => {
  beforeEach(async () => {
    await (await cluster.make(redisSentinel)).setup();
  });

  test.each(['kept', 'fresh'])(
    'is missed by nobody while it is out, and back with its identity %s',
    async (identity) => {
      await withNemesis(cluster, async (order) => {
        const id = await redisCli('n3', 26379, 'SENTINEL', 'MYID');
        expect(
          expectProven(await order('start-remove-sentinel', { target: 'n3', identity })),
        ).toMatchObject({ measured: { n3: { quorum: { n1: true, n2: true } } } });
        await expectHealthy();
        expect(await redisCli('n1', 26379, 'SENTINEL', 'MASTER', 'faultline')).toMatch(
          /num-other-sentinels\n1\n/,
        );
        expectProven(await order('stop-remove-sentinel'));
        await expectConverged(order);
        const idAfter = await redisCli('n3', 26379, 'SENTINEL', 'MYID');
        expect(idAfter).toMatch(/^[0-9a-f]{40}$/);
        expect(idAfter === id).toBe(identity === 'kept');
      });
    },
  );

  test('that missed a failover learns of it when it is back', async () => {
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-remove-sentinel', { target: 'n3', identity: 'kept' }));
      expectProven(await order('failover'));
      expectProven(await order('stop-remove-sentinel'));
      await expectConverged(order);
      expect(
        await redisCli('n3', 26379, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'faultline'),
      ).not.toContain(cluster.node('n1').address);
    });
  });

  test('that is left alone promotes nobody, until the others are back', async () => {
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-remove-sentinel', { target: 'n3' }));
      expect(expectProven(await order('start-remove-sentinel', { target: 'n2' }))).toMatchObject({
        measured: { n2: { left: ['n1'], quorum: { n1: false } } },
      });
      await expectHealthy();
      await cluster.system.capabilities.processes?.signal('n1', 'redis-server', 'KILL');
      const changed = { until: { primary: 'changed' }, within_ms: 8000 };
      expect(await order('await', changed)).toMatchObject({ effect: { reached: false } });
      expectProven(await order('stop-remove-sentinel'));
      expect(await order('await', { ...changed, within_ms: 30_000 })).toMatchObject({
        effect: { reached: true },
      });
      await cluster.system.capabilities.processes?.start('n1', 'redis-server');
      await expectConverged(order);
    });
  });
});

describe.each([[redisSentinel], [redisReplication]])('a replica of $name', (definition) => {
  beforeEach(async () => {
    await (await cluster.make(definition)).setup();
  });

  test.each([
    ['wiped', 1, 0],
    ['kept', 0, 1],
  ])(
    'is missed by nobody while it is out, and back with its data %s',
    async (data, fullSyncs, partialSyncs) => {
      await withNemesis(cluster, async (order) => {
        await add('n1', 1);
        expectProven(await order('start-remove-replica', { target: 'n3', data }));
        await expectHealthy();
        expect(await redisCli('n1', 6379, 'INFO', 'replication')).toMatch(/connected_slaves:1\r/);
        await expect(openClient(cluster, 'n3')).rejects.toThrow('ECONNREFUSED');
        await add('n1', 2);
        expect(expectProven(await order('stop-remove-replica'))).toMatchObject({
          measured: { n3: { source: 'n1', fullSyncs, partialSyncs } },
        });
        await expectConverged(order);
        expect(await read('n3')).toEqual([1, 2]);
      });
    },
  );

  test('that missed a failover follows the new primary when it is back', async () => {
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-remove-replica', { target: 'n3', data: 'kept' }));
      expect(expectProven(await order('failover'))).toMatchObject({ to: 'n2' });
      await expectRole(cluster, 'n1', 'replica', 'n2');
      await add('n2', 3);
      expect(expectProven(await order('stop-remove-replica'))).toMatchObject({
        measured: { n3: { source: 'n2' } },
      });
      await expectConverged(order);
      expect(await read('n3')).toEqual([3]);
    });
  });

  test('is not taken out while it is a primary', async () => {
    await withNemesis(cluster, async (order) => {
      await expect(order('start-remove-replica', { target: 'n1' })).rejects.toThrow(
        'n1 to be a replica',
      );
      expectProven(await order('heal'));
      await expectHealthy();
    });
  });
});
