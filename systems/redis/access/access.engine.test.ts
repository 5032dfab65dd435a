import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClientMode } from '../../../harness/core/client.js';
import { setType } from '../../../harness/core/data-types/index.js';
import type { JsonObject } from '../../../harness/core/json.js';
import { poll } from '../../../harness/core/poll.js';
import type { SystemDefinition } from '../../../harness/core/system.js';
import { ContainerCluster } from '../../../tests/support/container-cluster.js';
import { SHARDING } from '../capabilities.js';
import { SENTINEL, SERVER } from '../configuration/layout.js';
import { redisCluster, redisReplication, redisSentinel } from '../index.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

/** What a program of n1 answers to somebody who has no password and does not encrypt. */
async function answerToStranger(port: number): Promise<string> {
  const script = `exec 3<>/dev/tcp/${cluster.node('n1').address}/${port}; printf 'DBSIZE\\r\\nPING\\r\\n' >&3; timeout 1 cat <&3`;
  return (await cluster.node('n2').exec(['bash', '-c', script])).stdout;
}

async function adds(mode: ClientMode, value: number): Promise<void> {
  const client = await cluster.system.clients(setType, mode).open({ process: 0, node: 'n1' });
  const op = { index: 0, process: 0, type: 'invoke', f: 'add', value, time: 0 } as const;
  expect(await client.invoke(op)).toMatchObject({ type: 'ok' });
  await client.close();
}

/** The passwords in the files that the programs of n1 read. */
async function passwords(): Promise<readonly string[]> {
  const { stdout } = await cluster
    .node('n1')
    .exec(['sh', '-c', 'cat /data/*/*.conf | grep -oE "[0-9a-f]{48}" | sort -u']);
  return stdout.split('\n').filter((line) => line !== '');
}

async function setUp(definition: SystemDefinition, options: JsonObject, nodes = 3): Promise<void> {
  await (await cluster.make(definition, options, nodes)).setup();
  expect(await cluster.system.health()).toEqual({ healthy: true });
}

async function expectNoPasswordSeen(): Promise<void> {
  const all = await passwords();
  expect(all.length).toBeGreaterThan(0);
  const { stdout } = await cluster.node('n1').exec(['sh', '-c', 'cat /proc/*/cmdline']);
  const logs = await Promise.all(cluster.system.logs().map((log) => log.read(1_000_000)));
  const seen = [stdout, ...logs].join('\n');
  expect(all.filter((password) => seen.includes(password))).toEqual([]);
}

describe.each([
  { auth: 'password', tls: false },
  { auth: 'acl', tls: true },
])('with $auth and TLS $tls', ({ auth, tls }) => {
  const refusal = tls ? /^$/ : /NOAUTH/;

  test('replication is whole, and lets nobody in who does not know the password', async () => {
    await setUp(redisReplication, { auth, tls });
    await adds('primary', 1);
    await adds('pinned', 2);
    const answer = await answerToStranger(SERVER.port);
    expect(answer).toMatch(refusal);
    expect(answer).not.toContain('PONG');
    await cluster.system.capabilities.failover?.failover();
    const administration = cluster.system.capabilities.serving;
    expect(await administration?.serves('n1', 1000)).toBe(true);
    await expectNoPasswordSeen();
  });

  test('Sentinels fail over, clients follow them, and strangers are refused', async () => {
    await setUp(redisSentinel, { auth, tls });
    await adds('smart', 1);
    for (const { port } of [SERVER, SENTINEL]) {
      const answer = await answerToStranger(port);
      expect(answer).toMatch(refusal);
      expect(answer).not.toContain('PONG');
    }
    const { failover, primaries, processes } = cluster.system.capabilities;
    expect(failover).toBeDefined();
    await processes?.signal('n1', 'redis-server', 'KILL');
    const moved = await poll(cluster.clock, { within_ms: 20_000, every_ms: 100 }, async () => {
      const primary = await primaries?.primary();
      return primary === 'n1' || primary === null ? null : primary;
    });
    expect(moved.reached).toBe(true);
    await adds('smart', 2);
    await processes?.start('n1', 'redis-server');
    const whole = await poll(cluster.clock, { within_ms: 30_000, every_ms: 100 }, async () =>
      (await cluster.system.health()).healthy ? true : null,
    );
    expect(whole.reached).toBe(true);
    await expectNoPasswordSeen();
  });

  test('a cluster serves its clients, moves slots and fails over', async () => {
    await setUp(redisCluster, { auth, tls, nodeTimeout_ms: 1000 }, 6);
    await adds('smart', 1);
    expect(await answerToStranger(SERVER.port)).toMatch(refusal);
    const sharding = SHARDING.of(cluster.system.capabilities);
    const moved = await sharding.moveSlots('n1', 'n2', 4);
    expect(moved.keys).toBeGreaterThan(0);
    await adds('smart', 2);
    await sharding.takeOver('n5', 'default');
    const served = await poll(cluster.clock, { within_ms: 20_000, every_ms: 100 }, async () =>
      (await sharding.view('n5')).servesSlots ? true : null,
    );
    expect(served.reached).toBe(true);
    await expectNoPasswordSeen();
  });
});
