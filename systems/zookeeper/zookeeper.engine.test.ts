import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineTestsCanRun } from '../../docker/testing/engine-tests.js';
import { faultline } from '../../tests/support/cli.js';
import { ContainerCluster } from '../../tests/support/container-cluster.js';
import { expectDataTypes } from '../testing/courses.js';
import { expectOneEpoch } from '../testing/witnesses.js';
import { readOverCutOffFollower } from '../testing/stale-read.js';
import { zookeeper } from './index.js';

describe.skipIf(!(await engineTestsCanRun()))('ZooKeeper', () => {
  let results: string;
  let cluster: ContainerCluster;

  beforeAll(async () => {
    results = mkdtempSync(join(tmpdir(), 'faultline-zookeeper-'));
    cluster = await ContainerCluster.create();
    // The first time its image is made, which takes longer than a test may.
    await (await cluster.make(zookeeper, { reads: 'plain' })).setup();
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(results, { recursive: true });
  });

  test('is whole after its set-up, tells its roles and its version, and serves its data types', async () => {
    const { system } = cluster;
    expect(await system.health()).toEqual({ healthy: true });
    const roles = (await system.roles()).map(({ role }) => role);
    expect(roles.filter((role) => role === 'leader')).toHaveLength(1);
    expect(roles.filter((role) => role === 'follower')).toHaveLength(2);
    expect(await system.versions()).toEqual({ zookeeper: '3.8.0' });
    await expectOneEpoch(system);
    await expectDataTypes(system, 'n1');
  });

  test('gives a stale read over a follower that is cut off, where it is asked for plain ones', async () => {
    const { outcome, reason } = await readOverCutOffFollower(cluster);
    expect({ outcome, reason }).toMatchObject({ outcome: 'invalid' });
  });

  // The first time its image is made.
  test('serves the same data types in the version 3.9', { timeout: 300_000 }, async () => {
    const system = await cluster.make(zookeeper, { version: '3.9' });
    await system.setup();
    expect((await system.versions())['zookeeper']).toMatch(/^3\.9\./u);
    await expectDataTypes(system, 'n1');
    await expectOneEpoch(system);
  });

  test('is linearizable while a minority is lost', async () => {
    const { code, stdout, stderr } = await faultline(
      'scenario',
      'run',
      'zookeeper-register',
      '--results',
      results,
    );
    expect(code, `${stdout}${stderr}`).toBe(0);
  });
});
