import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { engineTestsCanRun } from '../docker/testing/engine-tests.js';
import { readHistory } from '../harness/store/history-reader.js';
import { FILES } from '../harness/store/layout.js';
import { faultline, start } from './support/cli.js';
import { belongingsOf, routesOf, subnetOf } from './support/leftovers.js';
import { EngineProxy } from './support/engine-proxy.js';

const LONG = ['run', '--system', 'redis-replication', '--time-limit', '120', '--rate', '200'];

describe.runIf(await engineTestsCanRun())('a run on real nodes that goes wrong', () => {
  let results = '';
  beforeAll(async () => {
    results = await mkdtemp(join(tmpdir(), 'faultline-engine-cli-'));
  });
  afterAll(() => rm(results, { recursive: true }));

  it('Ctrl-C leaves no container, network, claim or route, and keeps history and node logs', async () => {
    const { child, finished, shows } = start([...LONG, '--results', results]);
    const pid = child.pid ?? 0;
    await shows('clients at work');
    await shows(' ok, ');
    const subnet = subnetOf(pid);
    expect(belongingsOf(pid).length).toBeGreaterThan(3);
    expect(routesOf(subnet)).toHaveLength(1);
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    expect(code, stderr).toBe(130);
    expect(belongingsOf(pid)).toEqual([]);
    expect(routesOf(subnet)).toEqual([]);
    const folder = join(results, 'latest');
    expect((await readHistory(join(folder, FILES.history))).history.length).toBeGreaterThan(50);
    expect((await readdir(join(folder, 'nodes'))).sort()).toEqual(['n1', 'n2', 'n3']);
  });

  it.each(['SIGINT', 'SIGHUP'] as const)(
    '%s to the whole group of the terminal, again and again, leaves nothing either',
    async (signal) => {
      const { child, finished, shows } = start(
        [...LONG, '--results', results],
        {},
        { detached: true },
      );
      const pid = child.pid ?? 0;
      await shows(' ok, ');
      const subnet = subnetOf(pid);
      process.kill(-pid, signal);
      await shows('ending in good order');
      process.kill(-pid, signal);
      await shows('still ending in good order');
      process.kill(-pid, signal);
      const { code, stderr } = await finished;
      expect(code, stderr).toBe(signal === 'SIGINT' ? 130 : 129);
      expect(belongingsOf(pid)).toEqual([]);
      expect(routesOf(subnet)).toEqual([]);
    },
  );

  it('a pipe that nobody reads any more leaves nothing either', async () => {
    const { child, finished, shows } = start([...LONG, '--results', results]);
    const pid = child.pid ?? 0;
    await shows(' ok, ');
    const subnet = subnetOf(pid);
    child.stderr?.destroy();
    expect((await finished).code).toBe(141);
    expect(belongingsOf(pid)).toEqual([]);
    expect(routesOf(subnet)).toEqual([]);
  });

  it('kill -9 leaves a readable history, and the next clean removes all the rest', async () => {
    const { child, finished, shows } = start([...LONG, '--results', results]);
    const pid = child.pid ?? 0;
    await shows(' ok, ');
    const subnet = subnetOf(pid);
    child.kill('SIGKILL');
    await finished;
    expect(belongingsOf(pid).length).toBeGreaterThan(3);
    const { code, stdout, stderr } = await faultline('clean');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/removed container/);
    expect(belongingsOf(pid)).toEqual([]);
    expect(routesOf(subnet)).toEqual([]);
    const { history } = await readHistory(join(results, 'latest', FILES.history));
    expect(history.length).toBeGreaterThan(50);
  });

  it('a second run at the same time has a network of its own, and both come to their verdict', async () => {
    const quick = ['run', '--system', 'redis-replication', '--time-limit', '4', '--json'];
    const runs = [
      start([...quick, '--results', results]),
      start([...quick, '--results', join(results, 'second')]),
    ];
    await Promise.all(runs.map(({ shows }) => shows('clients at work')));
    const subnets = runs.map(({ child }) => subnetOf(child.pid ?? 0));
    expect(new Set(subnets).size).toBe(2);
    for (const { finished } of runs) {
      const { code, stdout, stderr } = await finished;
      expect(code, stderr).toBe(0);
      expect(stdout).toContain('"outcome":"valid"');
    }
  });

  it('nodes that die at set-up are told with the end of their log', async () => {
    // More than Redis takes: it ends with a complaint about its configuration.
    const refused = ['--system-option', 'minReplicasMaxLag_s=99999999999'];
    const { child, finished } = start([...LONG, ...refused, '--results', results]);
    const { code, stderr } = await finished;
    expect(code, stderr).toBe(255);
    expect(stderr).toMatch(/redis-server on n\d/);
    expect(stderr).toMatch(/argument must be between/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(belongingsOf(child.pid ?? 0)).toEqual([]);
  });

  it('a full disk under the results is told with what to do', async () => {
    const small = join(results, 'small');
    await mkdir(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small]);
    try {
      const { code, stderr } = await faultline(
        'run',
        '--system',
        'memory',
        '--rate',
        '0',
        '--time-limit',
        '20',
        '--results',
        small,
      );
      expect(code, stderr).toBe(255);
      expect(stderr).toMatch(/free some disk space/);
      expect(stderr).not.toMatch(/\n\s+at /);
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('an engine that goes away in the middle ends the run with a clear error, and clean removes the rest', async () => {
    const engine = await EngineProxy.start();
    let pid = 0;
    try {
      const faults = ['--nemesis', 'partition-one-node', '--quiet', '2', '--active', '1'];
      const { child, finished, shows } = start([...LONG, ...faults, '--results', results], {
        DOCKER_HOST: engine.socket,
      });
      pid = child.pid ?? 0;
      await shows(' ok, ');
      await engine.die();
      const { code, stderr } = await finished;
      expect(code, stderr).toBe(255);
      expect(stderr).toMatch(/engine/);
      expect(stderr).not.toMatch(/\n\s+at /);
      const { history } = await readHistory(join(results, 'latest', FILES.history));
      expect(history.length).toBeGreaterThan(50);
    } finally {
      await engine.stop();
    }
    expect(belongingsOf(pid).length).toBeGreaterThan(3);
    const { code, stderr } = await faultline('clean');
    expect(code, stderr).toBe(0);
    expect(belongingsOf(pid)).toEqual([]);
  });
});
