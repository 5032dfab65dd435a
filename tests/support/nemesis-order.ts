import { expect } from 'vitest';
import { setType } from '../../harness/core/data-types/index.js';
import type { Client } from '../../harness/core/client.js';
import { isJsonObject, type Json, type JsonObject } from '../../harness/core/json.js';
import type { Completion } from '../../harness/core/op.js';
import { poll } from '../../harness/core/poll.js';
import { createNemesis } from '../../nemesis/index.js';
import type { ContainerCluster } from './container-cluster.js';
import { REDIS_FAULTS } from '../../systems/redis/faults/testing/stub-redis.js';

/** Runs one operation of the nemesis. */
export type Order = (f: string, value?: Json) => Promise<Json>;

const CONVERGED = { until: { cluster: 'converged' }, within_ms: 60_000 };

/** Expects a proven record, and gives its effect. */
export function expectProven(record: Json): JsonObject {
  expect(record, JSON.stringify(record)).toMatchObject({ proof: { proven: true } });
  if (!isJsonObject(record) || !isJsonObject(record['effect'])) throw new Error('not a record');
  return record['effect'];
}

/** Waits until a cluster is whole. */
export async function expectConverged(order: Order): Promise<void> {
  expectProven(await order('await', CONVERGED));
}

/** Runs with a nemesis that is torn down whatever happens, on a cluster that is whole. */
export async function withNemesis(
  cluster: ContainerCluster,
  use: (order: Order) => Promise<void>,
): Promise<void> {
  const nemesis = createNemesis(REDIS_FAULTS, cluster.context);
  try {
    await expectConverged((f, value) => nemesis.invoke(f, value));
    await use((f, value) => nemesis.invoke(f, value));
  } finally {
    await nemesis.teardown();
  }
}

/** Waits for what a server says of itself. */
export async function expectRole(
  { clock, system }: ContainerCluster,
  node: string,
  role: string,
  follows: Json | undefined,
): Promise<void> {
  const seen = await poll(clock, { within_ms: 60_000, every_ms: 100 }, async () => {
    const view = (await system.roles()).find((one) => one.node === node);
    return view?.role === role && view.follows === follows ? true : null;
  });
  expect(seen.reached, `${node} as ${role} of ${JSON.stringify(follows)}`).toBe(true);
}

/** What the program at a port of a node says to its own command line. */
export async function redisCli(
  cluster: ContainerCluster,
  node: string,
  port: number,
  ...command: readonly string[]
): Promise<string> {
  const { stdout } = await cluster.node(node).exec(['redis-cli', '-p', String(port), ...command]);
  return stdout.trim();
}

/** A client of a set, pinned to a node. */
export function openClient(cluster: ContainerCluster, node: string): Promise<Client> {
  return cluster.system.clients(setType, 'pinned').open({ process: 0, node });
}

export function invoke(client: Client, f: string, value?: Json): Promise<Completion> {
  return client.invoke({
    index: 0,
    process: 0,
    type: 'invoke',
    f,
    time: 0,
    ...(value === undefined ? {} : { value }),
  });
}
