import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setType } from '../harness/core/data-types/index.js';
import { sleep } from '../harness/core/clock.js';
import type { Json, JsonObject } from '../harness/core/json.js';
import { poll } from '../harness/core/poll.js';
import { redisReplication, redisSentinel } from '../systems/redis/index.js';
import { ContainerCluster } from '../tests/support/container-cluster.js';
import { expectProven } from '../tests/support/nemesis-order.js';
import { createNemesis, FAULTS } from './index.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

const converged = { until: { cluster: 'converged' }, within_ms: 60_000 };
const changed = { until: { primary: 'changed' }, within_ms: 20_000 };

describe('on Redis Sentinel', () => {
  test('an isolated primary is replaced, loses what it acknowledged, and comes back', async () => {
    await (await cluster.make(redisSentinel)).setup();
    const nemesis = createNemesis(FAULTS, cluster.context);
    const client = await cluster.system.clients(setType, 'pinned').open({ process: 0, node: 'n1' });
    const invoke = (f: string, value?: Json) =>
      client.invoke({ index: 0, process: 0, type: 'invoke', f, value, time: 0 });
    try {
      const cut = expectProven(
        await nemesis.invoke('start-partition', { grudge: 'primary-from-nodes' }),
      );
      expect(cut).toMatchObject({
        primary: 'n1',
        isolated: ['n1'],
        drops: { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] },
      });
      expect(await invoke('add', 1)).toMatchObject({ type: 'ok' });
      const { primary } = expectProven(await nemesis.invoke('await', changed));
      expect(['n2', 'n3']).toContain(primary);
      expect(await invoke('add', 2)).toMatchObject({ type: 'ok' });
      expectProven(await nemesis.invoke('heal', undefined));
      expectProven(await nemesis.invoke('await', converged));
      expect(await cluster.system.capabilities.primaries?.primary()).toBe(primary);
    } finally {
      await client.close();
      await nemesis.teardown();
    }
    const reader = await cluster.system.clients(setType, 'pinned').open({ process: 1, node: 'n1' });
    expect(
      await reader.invoke({ index: 0, process: 1, type: 'invoke', f: 'read', time: 0 }),
    ).toEqual({ type: 'ok', value: [] });
    await reader.close();
  });

  test('a failover is proven by the Sentinels’ majority', async () => {
    await (await cluster.make(redisSentinel)).setup();
    const nemesis = createNemesis(FAULTS, cluster.context);
    expect(expectProven(await nemesis.invoke('failover', undefined))).toMatchObject({ from: 'n1' });
    expectProven(await nemesis.invoke('await', converged));
  });
});

describe('on Redis replication', () => {
  beforeAll(async () => {
    await (await cluster.make(redisReplication)).setup();
  });

  test.each<JsonObject>([
    { grudge: 'primary' },
    { grudge: 'primary', method: 'tcp-reset' },
    { grudge: 'one-node', target: 'n3', direction: 'in' },
    { grudge: 'one-node', target: 'n3', direction: 'out' },
    { grudge: 'halves', method: 'tcp-reset', direction: 'out' },
    { grudge: 'random-halves' },
    { grudge: 'majority-minority' },
    { grudge: 'bridge', target: 'n2' },
    { grudge: 'clients', target: 'n1' },
    { grudge: 'clients', target: 'n1', direction: 'in' },
    { grudge: 'clients', target: 'n1', direction: 'out' },
  ])('a partition is proven to bite and to heal: %j', async (value) => {
    const nemesis = createNemesis(FAULTS, cluster.context);
    try {
      expectProven(await nemesis.invoke('start-partition', value));
      expectProven(await nemesis.invoke('stop-partition', undefined));
    } finally {
      await nemesis.teardown();
    }
  });

  test.each<[string, JsonObject]>([
    ['loss', { target: 'n2', percent: 30 }],
    ['loss', { target: 'all', percent: 10 }],
    ['slow', { target: 'primary', rate_kbit: 1000 }],
    ['slow', { target: 'n3', rate_kbit: 20_000 }],
  ])('%s is proven to bite and to heal: %j', async (name, value) => {
    const nemesis = createNemesis(FAULTS, cluster.context);
    try {
      expectProven(await nemesis.invoke(`start-${name}`, value));
      expectProven(await nemesis.invoke(`stop-${name}`, undefined));
    } finally {
      await nemesis.teardown();
    }
  });

  test('a frozen primary is proven frozen, and answers what it was asked once it is thawed', async () => {
    const nemesis = createNemesis(FAULTS, cluster.context);
    const client = await cluster.system.clients(setType, 'pinned').open({ process: 2, node: 'n1' });
    const add = (value: number) =>
      client.invoke({ index: 0, process: 2, type: 'invoke', f: 'add', value, time: 0 });
    try {
      expect(await add(901)).toMatchObject({ type: 'ok' });
      expectProven(await nemesis.invoke('start-freeze', { target: 'n1' }));
      let answered = false;
      const pending = add(902).finally(() => {
        answered = true;
      });
      await sleep(cluster.clock, 1000);
      expect(answered).toBe(false);
      expectProven(await nemesis.invoke('stop-freeze', undefined));
      expect(await pending).toMatchObject({ type: 'ok' });
      expectProven(await nemesis.invoke('await', converged));
    } finally {
      await nemesis.teardown();
      await client.close();
    }
  });

  test('a throttled node is proven to be held to its share, and to be free again', async () => {
    const nemesis = createNemesis(FAULTS, cluster.context);
    try {
      expectProven(await nemesis.invoke('start-throttle', { target: 'primary', percent: 10 }));
      expectProven(await nemesis.invoke('stop-throttle', undefined));
      expectProven(await nemesis.invoke('await', converged));
    } finally {
      await nemesis.teardown();
    }
  });

  test.each(['kill', 'terminate', 'pause'])('%s is proven to bite and to heal', async (name) => {
    const nemesis = createNemesis(FAULTS, cluster.context);
    try {
      expectProven(await nemesis.invoke('await', converged));
      expectProven(await nemesis.invoke(`start-${name}`, { target: 'replica' }));
      expect(await cluster.system.health()).toMatchObject({ healthy: false });
      expectProven(await nemesis.invoke(`stop-${name}`, undefined));
      expectProven(await nemesis.invoke('await', converged));
    } finally {
      await nemesis.teardown();
    }
  });
});

test('a restart of the primary is proven, and the group is whole again', async () => {
  await (await cluster.make(redisSentinel)).setup();
  const nemesis = createNemesis(FAULTS, cluster.context);
  try {
    expectProven(await nemesis.invoke('restart', { process: 'redis-server' }));
    expectProven(await nemesis.invoke('await', converged));
    expect(await cluster.system.capabilities.primaries?.primary()).toBe('n1');
  } finally {
    await nemesis.teardown();
  }
});

describe('clocks', () => {
  beforeAll(async () => {
    await (await cluster.make(redisSentinel, {}, 3, ['clocks'])).setup();
  });

  test.each<JsonObject>([
    { target: 'n2', offset_ms: 3_600_000 },
    { target: 'n3', offset_ms: -7000 },
    { target: 'all', offset_ms: 500 },
    { target: 'n3', rate: 1.5 },
    { target: 'n2', offset_ms: -2000, rate: 0.5 },
  ])('are read back, set and set right again: %j', async (value) => {
    const nemesis = createNemesis(FAULTS, cluster.context);
    try {
      expectProven(await nemesis.invoke('start-clock', value));
      expectProven(await nemesis.invoke('stop-clock', undefined));
    } finally {
      await nemesis.teardown();
    }
  });

  test.each<JsonObject>([
    { target: 'n3', offset_ms: 5000, every_ms: 100 },
    { target: 'all', offset_ms: -2000, every_ms: 50 },
  ])('jump to and fro, and are steady afterwards: %j', async (value) => {
    const nemesis = createNemesis(FAULTS, cluster.context);
    try {
      expectProven(await nemesis.invoke('start-strobe', value));
      expectProven(await nemesis.invoke('stop-strobe', undefined));
    } finally {
      await nemesis.teardown();
    }
  });

  test('that jump send a Sentinel into TILT, as its log says', async () => {
    const nemesis = createNemesis(FAULTS, cluster.context);
    try {
      expectProven(await nemesis.invoke('start-clock', { target: 'n1', offset_ms: 3000 }));
      const tilt = await poll(cluster.clock, { within_ms: 5000, every_ms: 100 }, async () => {
        const log = await cluster.node('n1').readFile('/data/redis-sentinel/redis-sentinel.log');
        return log?.includes('+tilt') === true ? true : null;
      });
      expect(tilt.reached).toBe(true);
      expect(await cluster.system.health()).toMatchObject({
        reasons: expect.arrayContaining(['the Sentinel on n1 is in TILT']) as unknown,
      });
    } finally {
      await nemesis.teardown();
    }
  });

  test('are kept by a process that is killed and started again', async () => {
    const nemesis = createNemesis(FAULTS, cluster.context);
    try {
      expectProven(await nemesis.invoke('start-clock', { target: 'n2', offset_ms: 60_000 }));
      expectProven(await nemesis.invoke('start-kill', { target: 'n2', process: 'redis-server' }));
      expectProven(await nemesis.invoke('stop-kill', undefined));
      const offset = await poll(cluster.clock, { within_ms: 5000, every_ms: 100 }, async () => {
        try {
          const offsets = await cluster.context.capabilities.clocks?.offsets_ms('n2');
          return offsets?.['redis-server'] ?? null;
        } catch {
          return null;
        }
      });
      expect(offset.reached && Math.abs(offset.value - 60_000)).toBeLessThan(250);
    } finally {
      await nemesis.teardown();
    }
  });
});

test('a partition that something undoes is not proven', async () => {
  await (await cluster.make(redisReplication)).setup();
  const { links } = cluster.context.capabilities;
  if (links === undefined) throw new Error('containers have links');
  const nemesis = createNemesis(FAULTS, {
    ...cluster.context,
    capabilities: {
      ...cluster.context.capabilities,
      links: {
        cut: async (grudge, method) => {
          await links.cut(grudge, method);
          await cluster.sandbox('n1').exec(['iptables', '-w', '-F', 'INPUT']);
        },
        cutAt: (node) => links.cutAt(node),
        heal: () => links.heal(),
        probe: (from, to, timeout_ms) => links.probe(from, to, timeout_ms),
        discarded: () => links.discarded(),
      },
    },
  });
  try {
    const record = await nemesis.invoke('start-partition', {
      grudge: 'one-node',
      target: 'n1',
      direction: 'in',
    });
    expect(record).toMatchObject({ proof: { proven: false } });
  } finally {
    await nemesis.teardown();
  }
});
