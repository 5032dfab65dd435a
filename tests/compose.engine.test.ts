import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imagesFolder } from '../docker/build/images-folder.js';
import { engineTestsCanRun } from '../docker/testing/engine-tests.js';
import { compose, defineClient, defineSystem } from '../harness/index.js';
import { ContainerCluster } from './support/container-cluster.js';

/** Two stores, of which the second follows the first by the name of its service. */
const COMPOSE = `
services:
  follower:
    build: ${join(imagesFolder(), 'redis')}
    command: redis-server /etc/redis/own.conf --replicaof leader 6379
    depends_on: { leader: { condition: service_healthy } }
    volumes: [./own.conf:/etc/redis/own.conf:ro]
    healthcheck: { test: 'redis-cli info replication | grep -q master_link_status:up' }
  leader:
    build: ${join(imagesFolder(), 'redis')}
    command: [redis-server, /etc/redis/own.conf]
    ports: ['6379:6379']
    volumes: ['data:/data', './own.conf:/etc/redis/own.conf:ro']
    healthcheck: { test: [CMD, redis-cli, ping] }
volumes: { data: {} }
`;

describe.skipIf(!(await engineTestsCanRun()))('the services of a compose file as nodes', () => {
  let cluster: ContainerCluster;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'faultline-compose-'));
    cluster = await ContainerCluster.create();
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  test('start in the order of what they depend on, and find each other by their names', async () => {
    writeFileSync(join(folder, 'compose.yaml'), COMPOSE);
    writeFileSync(join(folder, 'own.conf'), 'protected-mode no\nrepl-diskless-sync-delay 0\n');
    const nodes = compose(join(folder, 'compose.yaml'));
    const client = defineClient({ open: () => ({}), read: () => null, write: () => undefined });
    const system = defineSystem({ name: 'composed', summary: 'two stores', ...nodes, client });
    await (await cluster.make(system, {}, nodes.nodeCount)).setup();
    const [leader, follower] = [cluster.node('n1').programs, cluster.node('n2').programs];
    await leader?.exec('leader', ['redis-cli', 'set', 'key', 'value']);
    const read = async () =>
      (await follower?.exec('follower', ['redis-cli', 'get', 'key']))?.stdout.trim();
    await expect.poll(read, { timeout: 10_000 }).toBe('value');
  });
});
