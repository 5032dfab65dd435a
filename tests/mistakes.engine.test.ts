import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { engineTestsCanRun } from '../docker/testing/engine-tests.js';
import { faultline } from './support/cli.js';

// Clients that follow the primary never write to another by mistake.
const RUN = ['run', ...'--system redis-sentinel --workload set --clients pinned --json'.split(' ')];
const TIMES = ['--time-limit', '6', '--quiet', '2', '--active', '1', '--seed', '5'];

describe.runIf(await engineTestsCanRun())('what an administrator does by mistake', () => {
  let results = '';
  beforeAll(async () => {
    results = await mkdtemp(join(tmpdir(), 'faultline-mistakes-'));
  });
  afterAll(() => rm(results, { recursive: true }));

  it.each([
    ['flushall', 1, 'invalid', /acknowledged writes lost/],
    ['promote-by-mistake', 1, 'invalid', /lost.*because n[23] was made a primary by mistake/],
    ['none', 0, 'valid', /acknowledged writes are in the final reads/],
  ])('the verdict under %s ends with exit code %i', async (nemesis, exit, outcome, sentence) => {
    const args = [...RUN, ...TIMES, '--nemesis', nemesis, '--results', results];
    const { code, stdout, stderr } = await faultline(...args);
    expect(code, stderr).toBe(exit);
    const summary = JSON.parse(stdout) as { outcome: string; sentence: string };
    expect(summary.outcome).toBe(outcome);
    expect(summary.sentence).toMatch(sentence);
  });
});
