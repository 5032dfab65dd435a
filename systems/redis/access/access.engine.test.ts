import { afterAll, beforeAll, test } from 'vitest';
import { ContainerCluster } from '../../../tests/support/container-cluster.js';
import { expectLockedCluster, expectLockedSentinels } from './testing/locked-courses.js';

// The other courses take real nodes long: they stand in access.faults.test.ts.

let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create();
});

afterAll(async () => {
  await cluster.stop();
});

test('with users and TLS Sentinels fail over, clients follow them, and strangers are refused', async () => {
  await expectLockedSentinels(cluster, { auth: 'acl', tls: true });
});

test('with a password a cluster serves its clients, moves slots and fails over', async () => {
  await expectLockedCluster(cluster, { auth: 'password', tls: false });
});
