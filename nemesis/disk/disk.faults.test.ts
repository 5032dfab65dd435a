import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type { JsonObject } from '../../harness/core/json.js';
import { redisReplication } from '../../systems/redis/index.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
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

async function setUp(options: JsonObject): Promise<void> {
  await (await cluster.make(redisReplication, options, 3, ['disks'])).setup();
  await cluster.context.capabilities.disks?.sync('n1');
}

/** What a server says that refuses writes, as soon as it does. */
async function refusalOf(node: string): Promise<unknown> {
  const client = await openClient(cluster, node);
  const answers: unknown[] = [];
  await expect
    .poll(
      async () => {
        const completion = await invoke(client, 'add', answers.length);
        answers.push(completion.type === 'ok' ? 'ok' : completion.error.message);
        return completion.type;
      },
      { timeout: 10_000 },
    )
    .toBe('fail');
  await client.close();
  return answers.at(-1);
}

describe('a server that syncs every second', () => {
  beforeAll(() => setUp({ appendonly: true }));

  test('refuses writes when its disk is full, and takes them when there is space again', async () => {
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-disk-full', { target: 'primary' }));
      // What still fits into the last block is taken.
      const fill = ['redis-cli', 'SET', 'much', 'x'.repeat(20_000)];
      await cluster.node('n1').exec(fill);
      expect(await refusalOf('n1')).toMatch(/MISCONF.*No space left on device/);
      expectProven(await order('stop-disk-full'));
      await expectConverged(order);
      const client = await openClient(cluster, 'n1');
      await expect
        .poll(async () => (await invoke(client, 'add', 1000)).type, { timeout: 10_000 })
        .toBe('ok');
      await client.close();
    });
  });

  test('refuses writes when its filesystem is read-only, and comes back when that is repaired', async () => {
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-disk-read-only', { target: 'n1' }));
      // The second is what a sync meets of what had been written before.
      const refusal = /MISCONF.*(Read-only file system|Input\/output error)/;
      expect(await refusalOf('n1')).toMatch(refusal);
      const ended = expectProven(await order('stop-disk-read-only'));
      expect(ended).toMatchObject({ measured: { n1: { started: ['redis-server'] } } });
      await expectConverged(order);
      const client = await openClient(cluster, 'n1');
      expect(await invoke(client, 'add', 2000)).toMatchObject({ type: 'ok' });
      await client.close();
    });
  });
});

describe('a server that syncs always', () => {
  beforeAll(() => setUp({ appendonly: true, appendfsync: 'always' }));

  test('takes as long for a write as its disk does', async () => {
    const { clock } = cluster;
    await withNemesis(cluster, async (order) => {
      const client = await openClient(cluster, 'n1');
      const latency_ms = async (value: number): Promise<number> => {
        const start_ns = clock.now();
        expect(await invoke(client, 'add', value)).toMatchObject({ type: 'ok' });
        return (clock.now() - start_ns) / NS_PER_MS;
      };
      const slow = { target: 'n1', writes_per_s: 4 };
      expectProven(await order('start-disk-slow', slow));
      await latency_ms(3000);
      expect(await latency_ms(3001)).toBeGreaterThan(150);
      expectProven(await order('stop-disk-slow'));
      expect(await latency_ms(3002)).toBeLessThan(150);
      await client.close();
      await expectConverged(order);
    });
  });

  test('gives up when its disk is full, and is started again when there is space', async () => {
    await withNemesis(cluster, async (order) => {
      expectProven(await order('start-disk-full', { target: 'n1' }));
      await cluster.node('n1').exec(['redis-cli', 'SET', 'much', 'x'.repeat(20_000)]);
      const { processes } = cluster.context.capabilities;
      await expect
        .poll(() => processes?.state('n1', 'redis-server'), { timeout: 10_000 })
        .toBe('gone');
      const ended = expectProven(await order('stop-disk-full'));
      expect(ended).toMatchObject({ measured: { n1: { started: ['redis-server'] } } });
      await expectConverged(order);
    });
  });
});
