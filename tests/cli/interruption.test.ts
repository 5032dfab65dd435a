import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readHistory } from '../../harness/store/history-reader.js';
import { FILES } from '../../harness/store/layout.js';
import { faultline, start } from '../support/cli.js';

let results = '';
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'faultline-cli-'));
});
afterAll(() => rm(results, { recursive: true }));

describe('a run that is ended from outside', () => {
  const LONG = ['run', '--system', 'memory', '--time-limit', '60', '--rate', '300'];

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends it in good order with %i; what was recorded stays', async (signal, code) => {
    const { child, finished, shows } = start([...LONG, '--results', results]);
    await shows(' ok, ');
    child.kill(signal);
    const { code: exit, stderr } = await finished;
    expect(exit, stderr).toBe(code);
    const folder = join(results, 'latest');
    const run = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as { ended: string };
    expect(run.ended).toBe('interrupted');
    const { history } = await readHistory(join(folder, FILES.history));
    expect(history.length).toBeGreaterThan(100);
  });

  it('ends in good order with 141 when nobody reads stderr any more', async () => {
    const { child, finished, shows } = start([...LONG, '--results', results]);
    await shows(' ok, ');
    child.stderr?.destroy();
    expect((await finished).code).toBe(141);
    const run = JSON.parse(await readFile(join(results, 'latest', 'run.json'), 'utf8')) as {
      ended: string;
      failure: string;
    };
    expect(run.ended).toBe('interrupted');
    expect(run.failure).toMatch(/nobody reads/);
  });

  it('ends with 141 when nobody reads stdout, and begins no further run', async () => {
    const short = ['run', '--system', 'memory', '--time-limit', '0.2', '--repeat', '50'];
    const { child, finished, shows } = start([...short, '--results', results]);
    child.stdout?.destroy();
    await shows('clients at work');
    const { code, stderr } = await finished;
    expect(code, stderr).toBe(141);
    expect(stderr).toMatch(/nobody reads its output/);
    expect(stderr.match(/clients at work/g)?.length).toBeLessThan(4);
  });

  it.each(['list', 'scenario list', '--help'])(
    '`%s` whose reader is gone ends with 141 and without a stack',
    async (command) => {
      const { child, finished } = start(command.split(' '));
      child.stdout?.destroy();
      const { code, stderr } = await finished;
      expect(code, stderr).toBe(141);
      expect(stderr).not.toMatch(/\n\s+at /);
    },
  );

  it('kill -9 leaves a history that reads up to the last flush, and analyze judges it', async () => {
    const { child, finished, shows } = start([...LONG, '--results', results]);
    await shows(' ok, ');
    child.kill('SIGKILL');
    await finished;
    const folder = join(results, 'latest');
    const { history } = await readHistory(join(folder, FILES.history));
    expect(history.length).toBeGreaterThan(100);
    const { code, stdout } = await faultline('analyze', folder);
    expect(code, stdout).toBe(2);
    expect(await readFile(join(folder, 'run.json'), 'utf8')).toContain('the harness was killed');
  });
});
