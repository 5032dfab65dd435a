import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type { JsonObject } from '../../harness/core/json.js';
import { redisReplication } from '../../systems/redis/index.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import { kernelHas } from '../../tests/support/kernel-features.js';
import { expectConverged, expectProven, withNemesis } from '../../tests/support/nemesis-order.js';
import { answersTo } from '../../tests/support/redis-looks.js';

const CORRUPT_SEGMENTS = `awk '/^Tcp: [0-9]/ { print $15 }' /proc/net/snmp`;

describe.skipIf(!(await kernelHas('netem')))('disturbed traffic on Redis replication', () => {
  let cluster: ContainerCluster;

  beforeAll(async () => {
    cluster = await ContainerCluster.create();
    await (await cluster.make(redisReplication)).setup();
  });

  afterAll(async () => {
    await cluster.stop();
  });

  test.each<[string, JsonObject]>([
    ['delay', { target: 'n2', delay_ms: 10 }],
    ['delay', { target: 'primary', delay_ms: 100, jitter_ms: 40 }],
    ['delay', { target: 'all', delay_ms: 40, jitter_ms: 20 }],
    ['delay', { target: 'n3', delay_ms: 2000, jitter_ms: 500 }],
    ['reorder', { target: 'n2', percent: 25 }],
    ['reorder', { target: 'all', percent: 50, delay_ms: 20 }],
    ['duplicate', { target: 'n2', percent: 2 }],
    ['duplicate', { target: 'all', percent: 50 }],
    ['corrupt', { target: 'n3', percent: 10 }],
    ['corrupt', { target: 'all', percent: 50 }],
  ])('%s is proven to bite and to heal: %j', async (name, value) => {
    await withNemesis(cluster, async (order) => {
      expectProven(await order(`start-${name}`, value));
      expectProven(await order(`stop-${name}`));
      await expectConverged(order);
    });
  });

  test.each<[string, JsonObject]>([
    ['delay', { target: 'n2', delay_ms: 50 }],
    ['reorder', { target: 'n2', percent: 25 }],
    ['duplicate', { target: 'n2', percent: 20 }],
    ['corrupt', { target: 'n2', percent: 20 }],
  ])(
    '%s is not proven where something undoes it, nor healed where it stays',
    async (name, value) => {
      const { traffic } = cluster.context.capabilities;
      if (traffic === undefined) throw new Error('containers have traffic');
      const qdisc = (...words: string[]) =>
        cluster.sandbox('n2').exec(['tc', 'qdisc', ...words, 'dev', 'eth0', 'root']);
      const disturb = traffic.disturb.bind(traffic);
      const restore = traffic.restore.bind(traffic);
      try {
        traffic.disturb = async (nodes, disturbance) => {
          await disturb(nodes, disturbance);
          await qdisc('del');
        };
        await withNemesis(cluster, async (order) => {
          expect(await order(`start-${name}`, value)).toMatchObject({ proof: { proven: false } });
          traffic.disturb = disturb;
          expectProven(await order(`start-${name}`, value));
          traffic.restore = () => Promise.resolve();
          expect(await order(`stop-${name}`)).toMatchObject({ proof: { proven: false } });
          traffic.restore = restore;
          expectProven(await order('heal'));
        });
      } finally {
        Object.assign(traffic, { disturb, restore });
      }
    },
  );

  test('a question to a delayed server takes as long as the delay, and no longer after it', async () => {
    await withNemesis(cluster, async (order) => {
      const asked_ms = async (): Promise<number> => {
        const start = cluster.clock.now();
        expect(await answersTo(cluster, 'n1', 'n2')).toBe(true);
        return (cluster.clock.now() - start) / NS_PER_MS;
      };
      const before = await asked_ms();
      expectProven(await order('start-delay', { target: 'n2', delay_ms: 400 }));
      // The connection is answered late, and so is the question.
      const during = await asked_ms();
      expect(during).toBeGreaterThan(800);
      expectProven(await order('stop-delay'));
      expect(await asked_ms()).toBeLessThan(Math.max(800, 3 * before));
    });
  });

  test('of the connections of the store, the kernel discards what was corrupted', async () => {
    await withNemesis(cluster, async (order) => {
      const discarded = async (): Promise<number> =>
        Number((await cluster.node('n1').exec(['sh', '-c', CORRUPT_SEGMENTS])).stdout);
      const before = await discarded();
      expectProven(await order('start-corrupt', { target: 'n2', percent: 30 }));
      for (let i = 0; i < 10; i += 1) await answersTo(cluster, 'n1', 'n2');
      expect(await discarded()).toBeGreaterThan(before);
      expectProven(await order('stop-corrupt'));
      await expectConverged(order);
    });
  });
});
