import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bankType,
  counterType,
  expiringType,
  fencedLockType,
  idsType,
  leaseType,
  logType,
  queueType,
  registerType,
  setType,
  tablesType,
  transactionsType,
} from '../../../harness/core/data-types/index.js';
import type { Client, ClientMode } from '../../../harness/core/client.js';
import type { DataType } from '../../../harness/core/data-type.js';
import type { Json } from '../../../harness/core/json.js';
import { ContainerCluster } from '../../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  invoke,
  withNemesis,
} from '../../../tests/support/nemesis-order.js';
import { redisCluster } from './redis-cluster.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
  await (await cluster.make(redisCluster, { nodeTimeout_ms: 1000 }, 6)).setup();
}, 60_000);

afterAll(async () => {
  await cluster.stop();
});

function open(type: DataType, mode: ClientMode, node: string): Promise<Client> {
  return cluster.system.clients(type, mode).open({ process: 0, node });
}

/** Who serves which slots in the eyes of each node, without the epochs. */
async function placements(): Promise<ReadonlyMap<string, string>> {
  const { nodes } = (await cluster.system.witness?.()) ?? { nodes: [] };
  return new Map(
    nodes.map(({ node, placement = [] }) => [
      node,
      placement.map(({ leader, part }) => `${leader}: ${part}`).join('; '),
    ]),
  );
}

async function expectOnePlacement(): Promise<string> {
  const told = await placements();
  expect(told.size).toBe(6);
  const [first = '', ...others] = new Set(told.values());
  expect(others).toEqual([]);
  return first;
}

test('is proven whole after its set-up: three primaries with a replica each', async () => {
  const { system } = cluster;
  expect(await system.health()).toEqual({ healthy: true });
  expect(await system.roles()).toEqual([
    { node: 'n1', role: 'primary' },
    { node: 'n2', role: 'primary' },
    { node: 'n3', role: 'primary' },
    { node: 'n4', role: 'replica', follows: 'n1' },
    { node: 'n5', role: 'replica', follows: 'n2' },
    { node: 'n6', role: 'replica', follows: 'n3' },
  ]);
  const nodes = (await system.witness?.())?.nodes ?? [];
  expect(
    nodes.flatMap(({ epoch, leader }) => (epoch === undefined ? [] : [[epoch, leader]])),
  ).toEqual([
    [1, 'n1'],
    [2, 'n2'],
    [3, 'n3'],
  ]);
  expect(await expectOnePlacement()).toBe('n1: 0-5460; n2: 5461-10922; n3: 10923-16383');
  expect(await system.capabilities.primaries?.all?.()).toEqual(['n1', 'n2', 'n3']);
  expect(await system.versions()).toEqual({ 'redis-server': '7.0.15' });
});

describe('clients', () => {
  const OPS: readonly (readonly [DataType, string, Json])[] = [
    [setType, 'add', 7],
    [registerType, 'write', [1, 7]],
    [registerType, 'cas', [2, [null, 7]]],
    [counterType, 'add', 2],
    [idsType, 'generate', null],
    [queueType, 'enqueue', 1],
    [logType, 'send', [['send', 'a', 7]]],
    [
      transactionsType,
      'txn',
      [
        ['append', 1, 7],
        ['append', 2, 8],
        ['r', 3, null],
      ],
    ],
    [bankType, 'transfer', { from: 'a', to: 'b', amount: 1 }],
    [tablesType, 'insert', [1, [7, null]]],
    [fencedLockType, 'acquire', [1, null]],
    [leaseType, 'acquire', ['l', ['a', 100]]],
    [expiringType, 'write', [1, [7, 100]]],
  ];

  test.each(OPS)(
    'that follow the slots serve each data type ($name, $1)',
    async (type, f, value) => {
      const client = await open(type, 'smart', 'n5');
      expect(await invoke(client, f, value)).toMatchObject({ type: 'ok' });
      await client.close();
    },
  );

  test('pinned ones read what their node holds, and are told where others hold it', async () => {
    const smart = await open(setType, 'smart', 'n2');
    expect(await invoke(smart, 'add', 8)).toMatchObject({ type: 'ok', node: 'n1' });
    const [primary, replica, other] = await Promise.all(
      ['n1', 'n4', 'n2'].map((node) => open(setType, 'pinned', node)),
    );
    if (primary === undefined || replica === undefined || other === undefined)
      throw new Error('three');
    expect(await invoke(primary, 'add', 9)).toMatchObject({ type: 'ok' });
    await expect
      .poll(async () => (await invoke(replica, 'read')).value)
      .toEqual(expect.arrayContaining([8, 9]));
    for (const client of [other, replica]) {
      expect(await invoke(client, 'add', 10)).toMatchObject({
        type: 'fail',
        error: { code: 'held-elsewhere' },
      });
    }
    await Promise.all([smart, primary, replica, other].map((client) => client.close()));
  });
});

describe('under load, with clients that follow the slots', () => {
  /** Adds one by one until it is stopped; how many were acknowledged, and how many nobody knows of. */
  function adding() {
    const stopped = new AbortController();
    const counts = { ok: 0, info: 0 };
    const done = (async () => {
      let client = await open(counterType, 'smart', 'n2');
      while (!stopped.signal.aborted) {
        if (!client.usable) client = await open(counterType, 'smart', 'n2');
        const { type } = await invoke(client, 'add', 1);
        if (type !== 'fail') counts[type] += 1;
      }
      await client.close();
    })();
    return {
      async stop() {
        stopped.abort();
        await done;
        return counts;
      },
      counts,
    };
  }

  async function count(): Promise<number> {
    const client = await open(counterType, 'smart', 'n1');
    const { value } = await invoke(client, 'read', null);
    await client.close();
    return Number(value);
  }

  async function during(work: () => Promise<void>): Promise<void> {
    const before = await count();
    const load = adding();
    await expect.poll(() => load.counts.ok).toBeGreaterThan(20);
    await work();
    const after = load.counts.ok;
    await expect.poll(() => load.counts.ok, { timeout: 5000 }).toBeGreaterThan(after + 20);
    const { ok, info } = await load.stop();
    const added = (await count()) - before;
    expect(added).toBeGreaterThanOrEqual(ok);
    expect(added).toBeLessThanOrEqual(ok + info);
  }

  test('slots move with their keys, and nothing is lost or done twice', async () => {
    await withNemesis(cluster, async (order) => {
      await during(async () => {
        const effect = expectProven(
          await order('slot-migration', { target: 'n1', to: 'n3', slots: 8 }),
        );
        expect(effect['keys']).toBeGreaterThan(0);
      });
      await expectConverged(order);
      expect(await expectOnePlacement()).toMatch(/n3: .* 10923-16383$/);
    });
  });

  test('a replica takes the place of its primary in agreement with it, and nothing is lost', async () => {
    await withNemesis(cluster, async (order) => {
      await during(async () => {
        expectProven(await order('cluster-failover', { target: 'n6' }));
      });
      await expectConverged(order);
      expect(await cluster.system.capabilities.primaries?.all?.()).toEqual(['n1', 'n2', 'n6']);
    });
  });

  test('an isolated primary is replaced, refuses writes, and comes back as a replica', async () => {
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-partition', { grudge: 'one-node', target: 'n2' }));
      const changed = { until: { primary: { is: 'n5' } }, within_ms: 10_000 };
      expectProven(await order('await', changed));
      const client = await open(registerType, 'pinned', 'n2');
      await expect
        .poll(() => invoke(client, 'write', [1, 9]), { timeout: 5000 })
        .toMatchObject({ type: 'fail', error: { code: 'cluster-down' } });
      await client.close();
      const apart = await placements();
      expect(apart.get('n2')).toMatch(/n2: .*-10922/);
      expect(apart.get('n1')).toMatch(/n5: .*-10922/);
      expectProven(await order('stop-partition'));
      await expectConverged(order);
      await expectOnePlacement();
      expect(await cluster.system.roles()).toContainEqual({
        node: 'n2',
        role: 'replica',
        follows: 'n5',
      });
    });
  });
});
