import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NS_PER_MS, sleep } from '../../harness/core/clock.js';
import { redisReplication } from '../../systems/redis/index.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import {
  expectConverged,
  expectProven,
  invoke,
  openClient,
  withNemesis,
} from '../../tests/support/nemesis-order.js';

/** How long a client writes before the power goes. */
const WRITING_MS = 2500;

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

/** What became of writes that were acknowledged, one after the other, until the power went. */
interface Aftermath {
  readonly acknowledged: number;
  readonly lost: number;
  /** From the acknowledgement of the first write that was lost to the last acknowledgement. */
  readonly window_ms: number;
}

/** Writes to a single server until it loses its power under one of the faults, and looks what is left. */
async function aftermath(fault: string, appendfsync: string): Promise<Aftermath> {
  const options = { appendonly: true, appendfsync };
  await (await cluster.make(redisReplication, options, 1, ['disks'])).setup();
  await cluster.context.capabilities.disks?.sync('n1');
  const { clock } = cluster;
  const acknowledged_ns: number[] = [];
  let left: readonly number[] = [];
  await withNemesis(cluster, async (order) => {
    const client = await openClient(cluster, 'n1');
    const writing = (async () => {
      for (let value = 0; client.usable; value += 1) {
        const { type } = await invoke(client, 'add', value);
        if (type !== 'ok') return;
        acknowledged_ns.push(clock.now());
      }
    })();
    await sleep(clock, WRITING_MS);
    expectProven(await order(`start-${fault}`, { target: 'n1' }));
    await client.close();
    await writing;
    expectProven(await order(`stop-${fault}`));
    await expectConverged(order);
    const reader = await openClient(cluster, 'n1');
    const read = await invoke(reader, 'read');
    await reader.close();
    left = read.value as readonly number[];
  });
  const there = new Set(left);
  const lost = acknowledged_ns.filter((_, value) => !there.has(value));
  const last_ns = acknowledged_ns.at(-1) ?? 0;
  return {
    acknowledged: acknowledged_ns.length,
    lost: lost.length,
    window_ms: (last_ns - (lost[0] ?? last_ns)) / NS_PER_MS,
  };
}

describe('a server that is asked to sync', () => {
  test('always loses no acknowledged write with its power', async () => {
    const { acknowledged, lost } = await aftermath('power-loss', 'always');
    expect(acknowledged).toBeGreaterThan(100);
    expect(lost).toBe(0);
  });

  test('every second loses what it acknowledged since it last did, and nothing before', async () => {
    let mostLost = 0;
    // It may have synced just before the power went.
    for (let tries = 0; tries < 3 && mostLost === 0; tries += 1) {
      const { acknowledged, lost, window_ms } = await aftermath('power-loss', 'everysec');
      expect(acknowledged).toBeGreaterThan(100);
      // A sync begins up to a second after the one before, and takes what it takes.
      expect(window_ms).toBeLessThan(2000);
      mostLost = Math.max(mostLost, lost);
    }
    expect(mostLost).toBeGreaterThan(0);
  });

  test('never loses all that it acknowledged', async () => {
    const { acknowledged, lost } = await aftermath('power-loss', 'no');
    expect(lost).toBe(acknowledged);
  });

  test('never loses nothing in an outage, which leaves what was written to files', async () => {
    const { acknowledged, lost } = await aftermath('outage', 'no');
    expect(acknowledged).toBeGreaterThan(100);
    expect(lost).toBe(0);
  });
});
