import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../../harness/core/poll.js';
import { redisSentinel } from '../../systems/redis/index.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  invoke,
  openClient,
  withNemesis,
} from '../../tests/support/nemesis-order.js';
import { answersTo, comesToHoldData } from '../../tests/support/redis-looks.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

describe('on Redis Sentinel', () => {
  test('each of two primaries is alone, and the clients reach both', async () => {
    await (await cluster.make(redisSentinel)).setup();
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-partition', { grudge: 'primary-from-nodes' }));
      const changed = { until: { primary: 'changed' }, within_ms: 20_000 };
      const { primary: promoted } = expectProven(await order('await', changed));
      if (typeof promoted !== 'string') throw new Error('nobody was promoted');
      const other = promoted === 'n2' ? 'n3' : 'n2';
      expect(await answersTo(cluster, other, promoted)).toBe(true);
      const alone = expectProven(await order('start-partition', { grudge: 'each-primary-alone' }));
      expect(alone['isolated']).toEqual(['n1', promoted]);
      expect(await answersTo(cluster, other, promoted)).toBe(false);
      expect(await answersTo(cluster, other, 'n1')).toBe(false);
      for (const node of ['n1', promoted]) {
        const client = await openClient(cluster, node);
        expect(await invoke(client, 'add', node === 'n1' ? 1 : 2)).toMatchObject({ type: 'ok' });
        await client.close();
      }
      expectProven(await order('stop-partition'));
      await expectConverged(order);
    });
  });

  test('data cut from Sentinels on nodes of their own goes on, and nobody is promoted', async () => {
    await (await cluster.make(redisSentinel, { dataNodes: 2, downAfter_ms: 1000 }, 5)).setup();
    await withNemesis(cluster, async (order) => {
      const cut = expectProven(await order('start-partition', { grudge: 'data-from-watchers' }));
      expect(cut).toMatchObject({ isolated: ['n1', 'n2'], roles: { n4: 'sentinel' } });
      const down = await poll(cluster.clock, { within_ms: 10_000, every_ms: 100 }, async () => {
        const health = await cluster.system.health();
        const seen = health.healthy ? '' : health.reasons.join('\n');
        return ['n3', 'n4', 'n5'].every((node) =>
          seen.includes(`the Sentinel on ${node} sees the primary on n1 as`),
        )
          ? true
          : null;
      });
      expect(down.reached).toBe(true);
      // They agree that it is down, and still reach each other; no replica is left for them.
      expect(await cluster.system.capabilities.primaries?.primary()).toBe('n1');
      const client = await openClient(cluster, 'n1');
      expect(await invoke(client, 'add', 1)).toMatchObject({ type: 'ok' });
      expect(await comesToHoldData(cluster, 'n2')).toBe(true);
      await client.close();
      expectProven(await order('stop-partition'));
      await expectConverged(order);
      expect(await cluster.system.roles()).toContainEqual({ node: 'n1', role: 'primary' });
    });
  });
});
