import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { redisSentinel } from '../index.js';
import { ContainerCluster } from '../../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  redisCli,
  withNemesis,
} from '../../../tests/support/nemesis-order.js';
import { testReplicaRemoval } from '../../../tests/support/replica-removal.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

describe('a Sentinel', () => {
  beforeEach(async () => {
    await (await cluster.make(redisSentinel)).setup();
  });

  test.each(['kept', 'fresh'])(
    'is missed by nobody while it is out, and back with its identity %s',
    async (identity) => {
      await withNemesis(cluster, async (order) => {
        const id = await redisCli(cluster, 'n3', 26379, 'SENTINEL', 'MYID');
        expect(
          expectProven(await order('start-remove-sentinel', { target: 'n3', identity })),
        ).toMatchObject({ measured: { n3: { quorum: { n1: true, n2: true } } } });
        expect(await cluster.system.health()).toEqual({ healthy: true });
        expect(await redisCli(cluster, 'n1', 26379, 'SENTINEL', 'MASTER', 'faultline')).toMatch(
          /num-other-sentinels\n1\n/,
        );
        expectProven(await order('stop-remove-sentinel'));
        await expectConverged(order);
        const idAfter = await redisCli(cluster, 'n3', 26379, 'SENTINEL', 'MYID');
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
        await redisCli(cluster, 'n3', 26379, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'faultline'),
      ).not.toContain(cluster.node('n1').address);
    });
  });

  test('that is left alone promotes nobody, until the others are back', async () => {
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-remove-sentinel', { target: 'n3' }));
      expect(expectProven(await order('start-remove-sentinel', { target: 'n2' }))).toMatchObject({
        measured: { n2: { left: ['n1'], quorum: { n1: false } } },
      });
      expect(await cluster.system.health()).toEqual({ healthy: true });
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

describe('a replica', () => {
  beforeEach(async () => {
    await (await cluster.make(redisSentinel)).setup();
  });

  testReplicaRemoval(() => cluster);

  test('is taken out only when a failover is over, so that the Sentinel that leads it names the new primary', async () => {
    await withNemesis(cluster, async (order) => {
      const { from, to } = expectProven(await order('failover'));
      const target = ['n1', 'n2', 'n3'].find((node) => node !== from && node !== to) ?? '';
      expectProven(await order('start-remove-replica', { target }));
      expect(await cluster.system.health()).toEqual({ healthy: true });
      expectProven(await order('stop-remove-replica'));
      await expectConverged(order);
    });
  });
});
