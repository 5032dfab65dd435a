import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { redisReplication } from '../../systems/redis/index.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  invoke,
  openClient,
  withNemesis,
} from '../../tests/support/nemesis-order.js';

const CRASHES = z.tuple([
  z.object({
    process: z.literal('redis-server'),
    kills: z.number(),
    incarnations: z.array(z.string()),
  }),
]);

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
  await (await cluster.make(redisReplication)).setup();
});

afterAll(async () => {
  await cluster.stop();
});

test('a server without descriptors serves whom it has, and nobody else', async () => {
  await withNemesis(cluster, async (order) => {
    const client = await openClient(cluster, 'n1');
    expectProven(await order('start-descriptor-limit', { target: 'n1' }));
    expect(await invoke(client, 'add', 1)).toMatchObject({ type: 'ok' });
    await expect(openClient(cluster, 'n1')).rejects.toThrow(/no answer within/);
    expectProven(await order('stop-descriptor-limit'));
    const late = await openClient(cluster, 'n1');
    expect(await invoke(late, 'add', 2)).toMatchObject({ type: 'ok' });
    await Promise.all([client.close(), late.close()]);
  });
});

test('a server that takes more than its memory is killed, and started again at the end', async () => {
  await withNemesis(cluster, async (order) => {
    expectProven(await order('start-memory-limit', { target: 'n3', mib: 64 }));
    expect(await cluster.system.health()).toEqual({ healthy: true });
    const fill = ['redis-cli', 'DEBUG', 'POPULATE', '2000', 'key', '100000'];
    await cluster.node('n3').exec(fill);
    expect(await cluster.context.capabilities.processes?.state('n3', 'redis-server')).toBe('gone');
    const ended = expectProven(await order('stop-memory-limit'));
    expect(ended).toMatchObject({
      measured: { n3: { outOfMemoryKills: 2, started: ['redis-server'] } },
    });
    await expectConverged(order);
  });
});

test('a crash loop is counted, and what ends it is a group that is whole', async () => {
  await withNemesis(cluster, async (order) => {
    const loop = { target: 'replica', for_ms: 2500, every_ms: 500 };
    const { crashes } = expectProven(await order('crash-loop', loop));
    // How many kills fit depends on how soon the server starts again; more than one is a loop.
    const { kills, incarnations } = CRASHES.parse(crashes)[0];
    expect(kills).toBeGreaterThan(1);
    expect(kills).toBeLessThanOrEqual(5);
    expect(incarnations).toHaveLength(kills + 1);
    await expectConverged(order);
  });
});
