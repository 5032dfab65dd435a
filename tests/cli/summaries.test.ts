import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { start } from '../support/cli.js';
import { runMemory } from '../support/memory-runs.js';

let results = '';
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'faultline-cli-'));
});
afterAll(() => rm(results, { recursive: true }));

describe('--junit and --markdown', () => {
  const files = (): { readonly junit: string; readonly markdown: string } => ({
    junit: join(results, 'junit.xml'),
    markdown: join(results, 'summary.md'),
  });
  const options = (): string[] => ['--junit', files().junit, '--markdown', files().markdown];
  const written = (): Promise<[string, string]> =>
    Promise.all([readFile(files().junit, 'utf8'), readFile(files().markdown, 'utf8')]);

  it('tell every run of a command, with names of their own and links to their reports', async () => {
    const { code, stderr } = await runMemory(results, '--repeat', '2', ...options());
    expect(code, stderr).toBe(0);
    const [xml, markdown] = await written();
    expect(xml).toContain('<testsuite name="memory-set" timestamp="2');
    expect(xml).toContain('tests="2" failures="0" errors="0" skipped="0"');
    expect(xml).toMatch(/<testcase name="memory-set #1"[^]*<testcase name="memory-set #2"/);
    const [, report = ''] = /^report: (.*)$/m.exec(xml) ?? [];
    expect(await readFile(join(results, report), 'utf8')).toContain('<html');
    expect(markdown).toContain('2 of 2 runs as expected');
    expect(markdown).toContain(`(<${report}>)`);
  });

  it('hold what is known when the command is ended by SIGTERM', async () => {
    const { child, finished, shows } = start(
      ['run', '--system', 'memory', '--time-limit', '60', '--results', results].concat(
        ['--repeat', '2'],
        options(),
      ),
    );
    await shows(' ok, ');
    const [whileItRuns] = await written();
    expect(whileItRuns).toContain('Faultline was killed while this run went on');
    child.kill('SIGTERM');
    expect((await finished).code).toBe(143);
    const [xml, markdown] = await written();
    expect(xml).toContain('errors="1" skipped="1"');
    expect(xml).toContain('interrupted by SIGTERM');
    expect(markdown).toContain('1 came to no verdict, 1 not run');
  });

  it('tell a failed set-up as a failed test case: no engine', async () => {
    const command = ['run', '--system', 'redis-replication', '--results', results, ...options()];
    const { code, stderr } = await start(command, {
      DOCKER_HOST: 'unix:///no/such/engine.sock',
    }).finished;
    expect(code).toBe(255);
    const [xml] = await written();
    expect(xml).toContain('<testcase name="redis-replication-set"');
    expect(xml).toMatch(/<error message="faultline: E_\w*ENGINE/);
    expect(stderr).toMatch(/faultline: E_\w*ENGINE/);
  });

  it('are refused before anything runs where they cannot be written', async () => {
    const { code, stderr } = await runMemory(results, '--junit', '/dev/full');
    expect(code).toBe(255);
    expect(stderr).toContain('E_DISK_ENOSPC');
    expect(stderr).not.toContain('clients at work');
  });
});
