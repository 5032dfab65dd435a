import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerType } from '../../../harness/core/data-types/index.js';
import { ContainerCluster } from '../../../tests/support/container-cluster.js';
import { redisCluster, redisSentinel } from '../index.js';
import { isBefore7, VERSIONS } from '../versions.js';
import {
  expectLockedCluster,
  expectLockedReplication,
  expectLockedSentinels,
} from './testing/locked-courses.js';

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

/** Whether a client that follows the store's own discovery may write and read. */
async function expectServed(): Promise<void> {
  const source = cluster.system.clients(registerType, 'smart');
  const client = await source.open({ process: 0, node: 'n1' });
  const op = { index: 0, process: 0, type: 'invoke', time: 0 } as const;
  expect(await client.invoke({ ...op, f: 'write', value: [1, 7] })).toMatchObject({ type: 'ok' });
  expect(await client.invoke({ ...op, f: 'read', value: [1, null] })).toMatchObject({
    type: 'ok',
    value: [1, 7],
  });
  await client.close();
}

test.each(VERSIONS)('%s knows users and encrypts, as a cluster', async (version) => {
  await (await cluster.make(redisCluster, { version, auth: 'acl', tls: true }, 6)).setup();
  await expectServed();
});

test.each(VERSIONS)('%s knows passwords or users and encrypts, with Sentinels', async (version) => {
  const auth = isBefore7(version) ? 'password' : 'acl';
  await (await cluster.make(redisSentinel, { version, auth, tls: true })).setup();
  await expectServed();
});

test.each([
  { auth: 'password', tls: false },
  { auth: 'acl', tls: true },
] as const)('with $auth and TLS $tls replication is whole, and refuses strangers', async (lock) => {
  await expectLockedReplication(cluster, lock);
});

test('with a password Sentinels fail over, clients follow them, and strangers are refused', async () => {
  await expectLockedSentinels(cluster, { auth: 'password', tls: false });
});

test('with users and TLS a cluster serves its clients, moves slots and fails over', async () => {
  await expectLockedCluster(cluster, { auth: 'acl', tls: true });
});
