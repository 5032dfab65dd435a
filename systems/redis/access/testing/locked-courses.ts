import { expect } from 'vitest';
import type { ClientMode } from '../../../../harness/core/client.js';
import { setType } from '../../../../harness/core/data-types/index.js';
import type { JsonObject } from '../../../../harness/core/json.js';
import { poll } from '../../../../harness/core/poll.js';
import type { SystemDefinition } from '../../../../harness/core/system.js';
import type { ContainerCluster } from '../../../../tests/support/container-cluster.js';
import type { Auth } from '../access.js';
import { SHARDING } from '../../capabilities.js';
import { SENTINEL, SERVER } from '../../configuration/layout.js';
import { redisCluster, redisReplication, redisSentinel } from '../../index.js';

/** What the programs of a course ask of those who connect. */
export interface Lock {
  readonly auth: Exclude<Auth, 'none'>;
  readonly tls: boolean;
}

/** Replication is whole, and lets nobody in who does not know the password. */
export async function expectLockedReplication(
  cluster: ContainerCluster,
  lock: Lock,
): Promise<void> {
  await setUp(cluster, redisReplication, { ...lock });
  await adds(cluster, 'primary', 1);
  await adds(cluster, 'pinned', 2);
  await expectStrangerRefused(cluster, SERVER.port, lock);
  await cluster.system.capabilities.failover?.failover();
  expect(await cluster.system.capabilities.serving?.serves('n1', 1000)).toBe(true);
  await expectNoPasswordSeen(cluster);
}

/** Sentinels fail over, clients follow them, and strangers are refused by both kinds of program. */
export async function expectLockedSentinels(cluster: ContainerCluster, lock: Lock): Promise<void> {
  await setUp(cluster, redisSentinel, { ...lock });
  await adds(cluster, 'smart', 1);
  for (const { port } of [SERVER, SENTINEL]) await expectStrangerRefused(cluster, port, lock);
  const { failover, primaries, processes } = cluster.system.capabilities;
  expect(failover).toBeDefined();
  await processes?.signal('n1', 'redis-server', 'KILL');
  const moved = await poll(cluster.clock, { within_ms: 20_000, every_ms: 100 }, async () => {
    const primary = await primaries?.primary();
    return primary === 'n1' || primary === null ? null : primary;
  });
  expect(moved.reached).toBe(true);
  await adds(cluster, 'smart', 2);
  await processes?.start('n1', 'redis-server');
  const whole = await poll(cluster.clock, { within_ms: 30_000, every_ms: 100 }, async () =>
    (await cluster.system.health()).healthy ? true : null,
  );
  expect(whole.reached).toBe(true);
  await expectNoPasswordSeen(cluster);
}

/** A cluster serves its clients, moves slots and fails over. */
export async function expectLockedCluster(cluster: ContainerCluster, lock: Lock): Promise<void> {
  await setUp(cluster, redisCluster, { ...lock, nodeTimeout_ms: 1000 }, 6);
  await adds(cluster, 'smart', 1);
  await expectStrangerRefused(cluster, SERVER.port, lock);
  const sharding = SHARDING.of(cluster.system.capabilities);
  const moved = await sharding.moveSlots('n1', 'n2', 4);
  expect(moved.keys).toBeGreaterThan(0);
  await adds(cluster, 'smart', 2);
  await sharding.takeOver('n5', 'default');
  const served = await poll(cluster.clock, { within_ms: 20_000, every_ms: 100 }, async () =>
    (await sharding.view('n5')).servesSlots ? true : null,
  );
  expect(served.reached).toBe(true);
  await expectNoPasswordSeen(cluster);
}

async function setUp(
  cluster: ContainerCluster,
  definition: SystemDefinition,
  options: JsonObject,
  nodes = 3,
): Promise<void> {
  await (await cluster.make(definition, options, nodes)).setup();
  expect(await cluster.system.health()).toEqual({ healthy: true });
}

async function adds(cluster: ContainerCluster, mode: ClientMode, value: number): Promise<void> {
  const client = await cluster.system.clients(setType, mode).open({ process: 0, node: 'n1' });
  const op = { index: 0, process: 0, type: 'invoke', f: 'add', value, time: 0 } as const;
  expect(await client.invoke(op)).toMatchObject({ type: 'ok' });
  await client.close();
}

/** A stranger has no password, and does not encrypt. It connects to a program of n1. */
async function expectStrangerRefused(
  cluster: ContainerCluster,
  port: number,
  { tls }: Lock,
): Promise<void> {
  const script = `exec 3<>/dev/tcp/${cluster.node('n1').address}/${port}; printf 'DBSIZE\\r\\nPING\\r\\n' >&3; timeout 1 cat <&3`;
  const { stdout } = await cluster.node('n2').exec(['bash', '-c', script]);
  expect(stdout).toMatch(tls ? /^$/ : /NOAUTH/);
  expect(stdout).not.toContain('PONG');
}

/** No password of the files that the programs of n1 read stands in a command line of n1, or in a log. */
async function expectNoPasswordSeen(cluster: ContainerCluster): Promise<void> {
  const inNode = async (script: string) =>
    (await cluster.node('n1').exec(['sh', '-c', script])).stdout;
  const files = await inNode('cat /data/*/*.conf | grep -oE "[0-9a-f]{48}" | sort -u');
  const passwords = files.split('\n').filter((line) => line !== '');
  expect(passwords.length).toBeGreaterThan(0);
  const logs = await Promise.all(cluster.system.logs().map((log) => log.read(1_000_000)));
  const seen = [await inNode('cat /proc/*/cmdline'), ...logs].join('\n');
  expect(passwords.filter((password) => seen.includes(password))).toEqual([]);
}
