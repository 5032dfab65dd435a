import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../../harness/core/poll.js';
import { redisReplication } from '../../systems/redis/index.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  invoke,
  openClient,
  withNemesis,
} from '../../tests/support/nemesis-order.js';
import { answersTo, comesToHoldData, keysOn } from '../../tests/support/redis-looks.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

describe('on Redis replication', () => {
  beforeAll(async () => {
    await (await cluster.make(redisReplication)).setup();
  });

  test('the primary with a replica and the clients goes on without the other one', async () => {
    await withNemesis(cluster, async (order) => {
      const [primary, stranded] = await Promise.all([
        openClient(cluster, 'n1'),
        openClient(cluster, 'n2'),
      ]);
      const targets = ['primary', 'n3', 'clients'];
      const effect = expectProven(await order('start-partition', { grudge: 'together', targets }));
      expect(effect['isolated']).toEqual(['n3', 'clients', 'n1']);
      expect(await invoke(primary, 'add', 1)).toMatchObject({ type: 'ok' });
      expect(await comesToHoldData(cluster, 'n3')).toBe(true);
      expect([await answersTo(cluster, 'n1', 'n3'), await answersTo(cluster, 'n1', 'n2')]).toEqual([
        true,
        false,
      ]);
      expect(await keysOn(cluster, 'n2')).toBe(0);
      const read = invoke(stranded, 'read').then(({ type }) => type);
      expectProven(await order('stop-partition'));
      // What the cut kept back is answered now.
      expect(await read).toBe('ok');
      await expectConverged(order);
      expect(await comesToHoldData(cluster, 'n2')).toBe(true);
      await Promise.all([primary.close(), stranded.close()]);
    });
  });

  test('links flap: a peer is reached and not reached in turns, and always after the end', async () => {
    await withNemesis(cluster, async (order) => {
      const value = { grudge: 'one-node', target: 'n2', cut_ms: 800, open_ms: 800, jitter: 0.2 };
      expectProven(await order('start-flapping', value));
      const turns: boolean[] = [];
      const seen = await poll(cluster.clock, { within_ms: 20_000, every_ms: 50 }, async () => {
        const answered = await cluster.context.capabilities.links?.probe('n1', 'n2', 200);
        if (answered !== undefined && answered !== turns.at(-1)) turns.push(answered);
        return turns.length >= 6 ? true : null;
      });
      expect(seen.reached).toBe(true);
      const { cuts, problems } = expectProven(await order('stop-flapping'));
      expect((cuts as readonly unknown[]).length).toBeGreaterThanOrEqual(3);
      expect(problems).toBe(0);
      for (let i = 0; i < 20; i += 1) expect(await answersTo(cluster, 'n1', 'n2')).toBe(true);
      await expectConverged(order);
    });
  });

  test('links that flap are open for good once everything is healed', async () => {
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-flapping', { grudge: 'halves', cut_ms: 300, open_ms: 300 }));
      expectProven(await order('heal'));
      for (let i = 0; i < 20; i += 1) expect(await answersTo(cluster, 'n1', 'n2')).toBe(true);
    });
  });
});
