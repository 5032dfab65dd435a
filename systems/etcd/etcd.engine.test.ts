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
import { etcd } from './index.js';

describe.skipIf(!(await engineTestsCanRun()))('etcd', () => {
  let results: string;
  let cluster: ContainerCluster;

  beforeAll(async () => {
    results = mkdtempSync(join(tmpdir(), 'faultline-etcd-'));
    cluster = await ContainerCluster.create();
    // The first time its image is made, which takes longer than a test may.
    await (await cluster.make(etcd, { reads: 'serializable' })).setup();
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(results, { recursive: true });
  });

  test('is whole after its set-up, tells its roles and its version, and serves its data types', async () => {
    const { system } = cluster;
    expect(await system.health()).toEqual({ healthy: true });
    const leader = await system.capabilities.primaries?.primary();
    const roles = await system.roles();
    expect(roles.filter(({ role }) => role === 'leader').map(({ node }) => node)).toEqual([leader]);
    expect(roles.filter(({ follows }) => follows === leader)).toHaveLength(2);
    expect(await system.versions()).toEqual({ etcd: '3.4.23' });
    await expectOneEpoch(system);
    await expectDataTypes(system, 'n1');
  });

  test('gives a stale read over a follower that is cut off, where it is asked for serializable ones', async () => {
    const { outcome, reason } = await readOverCutOffFollower(cluster);
    expect({ outcome, reason }).toMatchObject({ outcome: 'invalid' });
  });

  // The first time its image is made.
  test('serves the same data types in the version 3.5', { timeout: 300_000 }, async () => {
    const system = await cluster.make(etcd, { version: '3.5' });
    await system.setup();
    expect((await system.versions())['etcd']).toMatch(/^3\.5\./u);
    await expectDataTypes(system, 'n1');
    await expectOneEpoch(system);
  });

  test.each([
    ['is linearizable while a minority is lost', 'etcd-register'],
    ['is linearizable while members are removed and new ones are added', 'etcd-members'],
  ])('%s', async (_, scenario) => {
    const { code, stdout, stderr } = await faultline(
      'scenario',
      'run',
      scenario,
      '--results',
      results,
    );
    expect(code, `${stdout}${stderr}`).toBe(0);
  });
});
