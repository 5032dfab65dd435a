import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineTestsCanRun } from '../../docker/testing/engine-tests.js';
import { start } from '../support/cli.js';

describe.skipIf(!(await engineTestsCanRun()))('the store that init --container writes', () => {
  let project = '';
  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'faultline-init-container-'));
    await start(['init', '--container'], {}, { cwd: project }).finished;
  });
  afterAll(() => rm(project, { recursive: true }));

  const run = (...options: readonly string[]) => {
    const bounds = ['--quiet', '1', '--active', '2', '--time-limit', '7'];
    return start(['run', ...bounds, ...options], {}, { cwd: project }).finished;
  };

  test('is built from its folder, and survives kills and pauses', async () => {
    const { code, stdout, stderr } = await run('--nemesis', 'kill-any,pause-any');
    expect(stdout, stderr).toMatch(/faults-proven +valid/);
    expect(stdout).toMatch(/linearizable +valid/);
    expect(code).toBe(0);
  });

  test('is found to lose what it keeps in memory only', async () => {
    const lossy = ['--system-option', 'keepsData=no', '--nemesis', 'kill-any'];
    const { code, stdout, stderr } = await run(...lossy);
    expect(stdout, stderr).toMatch(/linearizable +invalid/);
    expect(code).toBe(1);
  });
});
