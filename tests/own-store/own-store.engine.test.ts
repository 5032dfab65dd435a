import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineTestsCanRun } from '../../docker/testing/engine-tests.js';
import { start } from '../support/cli.js';

const folder = fileURLToPath(new URL('.', import.meta.url));

describe.skipIf(!(await engineTestsCanRun()))('a store that a config describes', () => {
  let results = '';
  beforeAll(async () => {
    results = await mkdtemp(join(tmpdir(), 'faultline-own-store-'));
  });
  afterAll(() => rm(results, { recursive: true }));

  const run = (...options: readonly string[]) => {
    const bounds = ['--quiet', '1', '--active', '2', '--results', results];
    const what = ['--system', 'tiny-store', '--workload', 'register'];
    return start(['run', ...what, ...bounds, ...options], {}, { cwd: folder }).finished;
  };

  test('runs on real nodes from an image as it is, and survives kills, pauses and partitions', async () => {
    const faults = 'kill-primary,pause-any,partition-one-node';
    const { code, stdout } = await run('--nemesis', faults, '--time-limit', '18');
    expect(stdout).toMatch(/linearizable +valid/);
    expect(stdout).toMatch(/faults-proven +valid/);
    expect(stdout).toMatch(/stats +valid/);
    expect(code).toBe(0);
  });

  test('is found to lose what it does not sync', async () => {
    const lossy = ['--system-option', 'durable=no', '--nemesis', 'kill-primary'];
    const { code, stdout } = await run(...lossy, '--time-limit', '7');
    expect(stdout).toMatch(/linearizable +invalid/);
    expect(code).toBe(1);
  });

  test('tells a time that jumps, drifts and jumps to and fro, as it says itself', async () => {
    const faults = ['--nemesis', 'clock-jump,clock-drift,clock-strobe', '--time-limit', '20'];
    const { code, stdout, stderr } = await run(...faults);
    expect(stdout, stderr).toMatch(/faults-proven +valid/);
    expect(code, stdout).toBe(0);
  });

  test('is refused faults of clocks where its time does not follow, with the reason', async () => {
    const { code, stderr } = await run('--nemesis', 'clock-jump', '--system', 'static-store');
    expect(stderr).toContain('the time of static on n1 to be 1000 ms ahead');
    expect(stderr).toContain('libfaketime does not move it');
    expect(stderr).toContain('programs of Go, static ones and those of musl do not');
    expect(code).toBe(255);
  });

  test.each([
    ['bit-flips', /file-corruption on n\d \(damage flip.* was in effect \(proven\)/],
    ['descriptor-limit', /descriptor-limit on n1 \(limit 1\) was in effect \(proven\)/],
  ])('meets %s, for which its image needs no tool', async (fault, proven) => {
    const { stderr } = await run('--nemesis', fault, '--time-limit', '7');
    expect(stderr).toMatch(proven);
    expect(stderr).toMatch(/stop-(file-corruption|descriptor-limit) \(proven\)/);
  });

  test('can be defined by hand, from what is public, and then has disks of its own', async () => {
    const slow = ['--system', 'by-hand', '--nemesis', 'disk-slow', '--time-limit', '7'];
    const { code, stdout, stderr } = await run(...slow, '--acknowledged-per-fault', '0');
    expect(stdout, stderr).toMatch(/linearizable +valid/);
    expect(stdout).toMatch(/faults-proven +valid/);
    expect(code).toBe(0);
  });

  test('is refused faults that it can not have, with the reason', async () => {
    const { code, stderr } = await run('--nemesis', 'failover');
    expect(stderr).toContain('nothing says how its primary is changed');
    expect(code).toBe(254);
  });
});
