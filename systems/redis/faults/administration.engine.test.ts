import { afterAll, beforeAll, expect, test } from 'vitest';
import { NS_PER_MS } from '../../../harness/core/clock.js';
import { poll } from '../../../harness/core/poll.js';
import { redisReplication, redisSentinel } from '../index.js';
import { ContainerCluster } from '../../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  invoke,
  openClient,
  redisCli,
  withNemesis,
} from '../../../tests/support/nemesis-order.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
  await (await cluster.make(redisSentinel, { downAfter_ms: 5000 })).setup();
});

afterAll(async () => {
  await cluster.stop();
});

test('a client whose connection was killed loses it; without clients nothing is proven', async () => {
  await withNemesis(cluster, async (order) => {
    expect(await order('client-kill', { target: 'n1' })).toMatchObject({
      effect: { clients: 0 },
      proof: { proven: false },
    });
    const client = await openClient(cluster, 'n1');
    expect(await invoke(client, 'add', 1)).toMatchObject({ type: 'ok' });
    expect(expectProven(await order('client-kill', { target: 'n1' }))).toMatchObject({
      clients: 1,
    });
    expect((await invoke(client, 'add', 2)).type).not.toBe('ok');
    await client.close();
  });
});

test('a storm kills clients that came back', async () => {
  await withNemesis(cluster, async (order) => {
    const stopped = new AbortController();
    const comingBack = (async () => {
      while (!stopped.signal.aborted) {
        const client = await openClient(cluster, 'n1');
        while (!stopped.signal.aborted) {
          if ((await invoke(client, 'read')).type !== 'ok') break;
        }
        await client.close();
      }
    })();
    try {
      const { effective } = expectProven(
        await order('client-kill', { target: 'n1', for_ms: 1000, every_ms: 100 }),
      );
      expect(effective).toBeGreaterThan(1);
    } finally {
      stopped.abort();
      await comingBack;
    }
  });
});

test('a server that sleeps answers nobody, and then again', async () => {
  await withNemesis(cluster, async (order) => {
    const before = cluster.clock.now();
    expectProven(await order('debug-sleep', { target: 'n2', duration_ms: 1500 }));
    expect((cluster.clock.now() - before) / NS_PER_MS).toBeGreaterThan(1500);
  });
});

test('a changed parameter makes the primary refuse writes until it is set back', async () => {
  await withNemesis(cluster, async (order) => {
    const client = await openClient(cluster, 'n1');
    const change = { target: 'n1', parameter: 'min-replicas-to-write', value: '9' };
    expect(expectProven(await order('start-config-change', change))).toMatchObject({
      measured: { n1: { before: '0', during: '9' } },
    });
    expect(await invoke(client, 'add', 3)).toMatchObject({ error: { code: 'no-replicas' } });
    expectProven(await order('stop-config-change'));
    expect(await invoke(client, 'add', 4)).toMatchObject({ type: 'ok' });
    await client.close();
  });
});

test('a parameter set to what it was is not proven, an unknown one is refused', async () => {
  await withNemesis(cluster, async (order) => {
    const same = { target: 'n1', parameter: 'min-replicas-to-write', value: '0' };
    expect(await order('start-config-change', same)).toMatchObject({ proof: { proven: false } });
    const unknown = { target: 'n1', parameter: 'no-such-parameter', value: '0' };
    await expect(order('start-config-change', unknown)).rejects.toThrow('no-such-parameter');
  });
});

test('after FLUSHALL what was acknowledged is gone from every node', async () => {
  await withNemesis(cluster, async (order) => {
    const primary = await openClient(cluster, 'n1');
    const replica = await openClient(cluster, 'n3');
    expect(await invoke(primary, 'add', 5)).toMatchObject({ type: 'ok' });
    expect(expectProven(await order('flushall'))).toMatchObject({ node: 'n1', before: 1 });
    expect(await invoke(primary, 'read')).toMatchObject({ type: 'ok', value: [] });
    const gone = await poll(cluster.clock, { within_ms: 5000, every_ms: 50 }, async () => {
      const { value } = await invoke(replica, 'read');
      return Array.isArray(value) && value.length === 0 ? true : null;
    });
    expect(gone.reached).toBe(true);
    await Promise.all([primary.close(), replica.close()]);
    expect(await order('flushall')).toMatchObject({ proof: { proven: false } });
    await expect(order('flushall', { target: 'n2' })).rejects.toThrow(/READONLY|EXECABORT/);
  });
});

test('a Sentinel that is reset finds the others again', async () => {
  await withNemesis(cluster, async (order) => {
    expect(expectProven(await order('sentinel-reset', { target: 'n2' }))).toMatchObject({
      before: { otherSentinels: ['n1', 'n3'], replicas: ['n2', 'n3'] },
      after: { otherSentinels: [] },
    });
  });
});

test('what Sentinels are told is what they say themselves, until it is set back', async () => {
  const say = async (node: string) =>
    redisCli(cluster, node, 26379, 'SENTINEL', 'MASTER', 'faultline');
  await withNemesis(cluster, async (order) => {
    const change = { target: 'n2', parameter: 'quorum', value: '3' };
    expect(expectProven(await order('start-sentinel-config', change))).toMatchObject({
      measured: { n2: { before: '2', during: '3' } },
    });
    expect(await say('n2')).toMatch(/quorum\n3\n/);
    expect(await say('n1')).toMatch(/quorum\n2\n/);
    expectProven(await order('stop-sentinel-config'));
    expect(await say('n2')).toMatch(/quorum\n2\n/);
    const unknown = { parameter: 'patience', value: '1' };
    await expect(order('start-sentinel-config', unknown)).rejects.toThrow('patience');
  });
});

test('a rolling restart gives every node other processes, and keeps the cluster whole', async () => {
  await withNemesis(cluster, async (order) => {
    const { restarted } = expectProven(await order('rolling-restart'));
    expect(restarted).toHaveLength(3);
    expect(await cluster.system.health()).toEqual({ healthy: true });
  });
});

test('without Sentinels a server is put to sleep, flushed and restarted all the same', async () => {
  await (await cluster.make(redisReplication)).setup();
  await withNemesis(cluster, async (order) => {
    const client = await openClient(cluster, 'n1');
    expect(await invoke(client, 'add', 1)).toMatchObject({ type: 'ok' });
    await client.close();
    expectProven(await order('debug-sleep', { target: 'replica', duration_ms: 1000 }));
    expectProven(await order('flushall'));
    expectProven(await order('rolling-restart'));
  });
});

test('a Sentinel that leads a failover is reset when that is over, and names the new primary', async () => {
  await (await cluster.make(redisSentinel)).setup();
  await withNemesis(cluster, async (order) => {
    // The Sentinel on n1 is asked first.
    expect(expectProven(await order('failover'))).toMatchObject({ from: 'n1' });
    expectProven(await order('sentinel-reset', { target: 'n1' }));
    expect(
      await redisCli(cluster, 'n1', 26379, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'faultline'),
    ).not.toContain(cluster.node('n1').address);
    await expectConverged(order);
  });
});
