import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { pack, projectWith, type Tarball } from './tarballs.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

// One value of each package's API in a project as strict as ours, which checks the types of the
// packages too.
const SOURCE = `
import { defineChecker, defineConfig, type Config } from 'faultline';
import { checkListAppend, type IsolationResult } from 'ts-isolation';
import { checkOperations, register, type CheckResult } from 'ts-linearizability';

const checker = defineChecker({
  name: 'first-op',
  summary: 'whether there is an op',
  check: (plan) => { throw new Error(plan.name); },
});
export default defineConfig({ checkers: [checker] }) satisfies Config;
export const linearizable: CheckResult = checkOperations(register(), []);
export const isolated: IsolationResult = checkListAppend([]);
// @ts-expect-error a checker has a name
export const nameless: Config = defineConfig({ checkers: [{ summary: '', check: checker.check }] });
`;
const TSCONFIG = {
  extends: join(ROOT, 'tsconfig.base.json'),
  compilerOptions: { skipLibCheck: false, composite: false, noEmit: true },
  files: ['source.ts'],
};
const HISTORY =
  'process,type,f,value\n0,invoke,write,1\n0,ok,write,1\n0,invoke,read,\n0,ok,read,2\n';

interface Ended {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the packed packages, installed outside of the repository', () => {
  const tarballs = mkdtempSync(join(tmpdir(), 'faultline-tarballs-'));
  let packed: Tarball;
  let project = '';
  beforeAll(() => {
    packed = pack('.', tarballs);
    const alone = ['checkers/ts-isolation', 'checkers/ts-linearizability'];
    project = projectWith(packed, ...alone.map((folder) => pack(folder, tarballs)));
  });
  afterAll(() => {
    rmSync(tarballs, { recursive: true });
    rmSync(project, { recursive: true, force: true });
  });

  function run(command: string, ...args: readonly string[]): Promise<Ended> {
    return new Promise((resolve) => {
      const env = { ...process.env, NO_COLOR: '1' };
      execFile(command, args, { cwd: project, env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : (error.code ?? 'killed'), stdout, stderr });
      });
    });
  }

  it('hold images, script and licence, and nothing of tests, benchmarks or this machine', () => {
    expect(packed.files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'CHANGELOG.md',
        'SECURITY.md',
        'docker/images/redis/Dockerfile',
        'dist/harness/report/html/page-bundle.js',
        'node_modules/ts-isolation/dist/index.js',
        'node_modules/ts-linearizability/dist/index.js',
      ]),
    );
    const foreign =
      /\.test\.|\.map$|tsbuildinfo|(?:^|\/)(?:testing|bench|mutation)\/|^dist\/tests\//;
    expect(packed.files.filter((path) => foreign.test(path))).toEqual([]);

    for (const name of ['faultline', 'ts-isolation', 'ts-linearizability']) {
      const folder = join(project, 'node_modules', name);
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (entry.isFile()) expect(readFileSync(path, 'utf8').includes(ROOT), path).toBe(false);
      }
    }
  });

  it.each([
    ['--help', 0, /Usage: faultline/],
    ['list', 0, /redis-sentinel/],
    ['check history.csv --model register', 1, /not linearizable|contradict|read 2/],
    ['run --system memory --time-limit 1 --seed 5', 0, /report .*report\.html/],
    ['run --system memory --workload none', 254, /^/],
  ])('run `faultline %s` with exit code %i', async (line, code, words) => {
    writeFileSync(join(project, 'history.csv'), HISTORY);
    const ended = await run('npx', 'faultline', ...line.split(' '));
    expect(ended.code, ended.stderr).toBe(code);
    expect(ended.stdout).toMatch(words);
    expect(ended.stdout + ended.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  });

  it('give types that a strict project takes', async () => {
    writeFileSync(join(project, 'source.ts'), SOURCE);
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    const ended = await run(process.execPath, TSC, '--project', project);
    expect(ended, ended.stdout).toMatchObject({ code: 0 });
  });
});
