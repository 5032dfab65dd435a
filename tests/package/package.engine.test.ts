import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { engineTestsCanRun } from '../../docker/testing/engine-tests.js';
import { type Ended, ended, pack, projectWith, type Tarball } from './tarballs.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

// Projects inside of the project: one installation brings what all of them depend on.
const TINY_STORE = 'examples/tiny-store';
const POSTGRESQL = 'examples/postgresql';
const NATS = 'examples/nats';
// A store and a checker of the project's own: nothing of the repository is touched.
const CONFIG = `
import { defineChecker, defineClient, defineConfig, defineSystem } from 'faultline';
import type { Json, OpenRequest } from 'faultline';

type Store = Map<Json, Json>;

const client = defineClient({
  open: ({ store }: OpenRequest<Store>) => store,
  read: (store, key) => store.get(key) ?? null,
  write: (store, key, value) => { store.set(key, value); },
});
const shelf = defineSystem({
  name: 'shelf',
  summary: 'a map in this process',
  runsOn: 'in-process',
  setup: (): Store => new Map(),
  client,
});
const anyOp = defineChecker({
  name: 'any-op',
  summary: 'whether there is an op',
  check: (plan, history) => ({
    checker: 'any-op',
    outcome: history.length > 0 ? 'valid' : 'invalid',
    reason: \`\${plan.system.name} has \${history.length} events\`,
    anomalies: [],
    details: {},
  }),
});
export default defineConfig({ systems: [shelf], checkers: [anyOp] });
`;
// What the types of the three packages take and refuse, in a project that checks those types, too.
const SOURCE = `
import { defineChecker, type Config } from 'faultline';
import { commandLine } from 'faultline/cli';
import { checkListAppend, type IsolationResult } from 'ts-isolation';
import { checkOperations, register, type CheckResult } from 'ts-linearizability';
import config from './faultline.config.js';

export const own: Config = config;
export const ownCommandLine = (): unknown => commandLine(process.argv, { name: 'own', configs: ['./faultline.config.ts'] });
export const linearizable: CheckResult = checkOperations(register(), []);
export const isolated: IsolationResult = checkListAppend([]);
// @ts-expect-error a checker has a name
export const nameless = defineChecker({ summary: '', check: () => { throw new Error(''); } });
`;
const TSCONFIG = {
  extends: join(ROOT, 'tsconfig.base.json'),
  compilerOptions: { skipLibCheck: false, composite: false, noEmit: true },
  files: [
    'source.ts',
    ...['first', TINY_STORE, POSTGRESQL].map((at) => `${at}/faultline.config.ts`),
  ],
};
// The types of NATS' own driver are not as strict as ours: they are not checked here, and how they are used is.
const TSCONFIG_NATS = {
  extends: './tsconfig.json',
  compilerOptions: { skipLibCheck: true },
  files: [`${NATS}/faultline.config.ts`],
};
const HISTORY =
  'process,type,f,value\n0,invoke,write,1\n0,ok,write,1\n0,invoke,read,\n0,ok,read,2\n';

const canRunNodes = await engineTestsCanRun();

describe('the packed packages, installed outside of the repository', () => {
  const tarballs = mkdtempSync(join(tmpdir(), 'faultline-tarballs-'));
  let packed: Tarball;
  let project = '';
  beforeAll(() => {
    packed = pack('.', tarballs);
    const alone = ['checkers/ts-isolation', 'checkers/ts-linearizability'];
    const others = alone.map((folder) => pack(folder, tarballs));
    project = projectWith([packed, ...others], [TINY_STORE, POSTGRESQL, NATS]);
    const files = {
      'faultline.config.ts': CONFIG,
      'history.csv': HISTORY,
      'source.ts': SOURCE,
      'tsconfig.json': JSON.stringify(TSCONFIG),
      'tsconfig.nats.json': JSON.stringify(TSCONFIG_NATS),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  });
  afterAll(() => {
    rmSync(tarballs, { recursive: true });
    rmSync(project, { recursive: true, force: true });
  });

  const run = (folder: string, command: string, ...args: readonly string[]): Promise<Ended> =>
    ended(join(project, folder), command, ...args);

  it('hold images, script and licence, and nothing of tests, benchmarks or this machine', () => {
    expect(packed.files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'CHANGELOG.md',
        'SECURITY.md',
        'docker/images/redis/Dockerfile',
        'docker/images/sandbox/Dockerfile',
        'docs/store-of-your-own.md',
        'dist/harness/report/html/page-bundle.js',
        'node_modules/ts-isolation/dist/index.js',
        'node_modules/ts-linearizability/dist/bundle.js',
      ]),
    );
    const foreign = /\.test\.|\.map$|tsbuildinfo|(?:^|\/)(?:testing|bench)\/|^dist\/tests\//;
    expect(packed.files.filter((path) => foreign.test(path))).toEqual([]);
    const loaded = /^node_modules\/ts-linearizability\/.*\.js$/;
    expect(packed.files.filter((path) => loaded.test(path))).toEqual([
      'node_modules/ts-linearizability/dist/bundle.js',
    ]);

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
    ['run --system shelf --workload register --time-limit 1', 0, /linearizable +valid/],
    ['run --system shelf --workload register --checkers any-op --time-limit 1', 0, /shelf has/],
    ['run --system memory --workload none', 254, /expected the name of a workload/],
  ])('run `faultline %s` with exit code %i', async (line, code, words) => {
    const result = await run('.', 'npx', 'faultline', ...line.split(' '));
    expect(result.code, result.stderr).toBe(code);
    const printed = result.stdout + result.stderr;
    expect(printed).toMatch(words);
    expect(printed).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  });

  it('begin a project with a store that is tested at once, and found wrong when it is', async () => {
    const begun = await run('.', 'npx', 'faultline', 'init', 'first');
    expect(begun, begun.stderr).toMatchObject({ code: 0 });
    const right = await run('first', 'npx', 'faultline', 'run', '--time-limit', '1');
    expect(right, right.stderr).toMatchObject({ code: 0 });
    const stale = ['--system-option', 'staleReads=yes', '--time-limit', '1'];
    expect(await run('first', 'npx', 'faultline', 'run', ...stale)).toMatchObject({ code: 1 });
  });

  // The first run builds the images.
  const onNodes = { timeout: 300_000 };
  describe.skipIf(!canRunNodes)('run the examples on real nodes, as they say', onNodes, () => {
    const tiny = (script: string): Promise<Ended> => run(TINY_STORE, 'npm', 'run', script);

    it('a tiny store that survives kills, until its bug is switched on', async () => {
      const right = await tiny('test');
      expect(right, right.stderr).toMatchObject({ code: 0 });
      expect(right.stdout).toMatch(/linearizable +valid/);
      expect(right.stdout).toMatch(/lost-writes +valid/);
      const wrong = await tiny('test:bug');
      expect(wrong.code).toBe(1);
      expect(wrong.stdout).toMatch(/linearizable +invalid/);
      expect(wrong.stdout).toMatch(/lost-writes +invalid/);
    });

    it('PostgreSQL, that loses writes where it may, and allows the anomalies of a level and no others', async () => {
      const expected = {
        'postgresql-asynchronous': 'VIOLATION',
        'postgresql-synchronous': 'HOLDS',
        'isolation-repeatable-read-skew': 'VIOLATION',
        'isolation-serializable': 'HOLDS',
      };
      const tried = Object.keys(expected);
      const result = await run(POSTGRESQL, 'npx', 'faultline', 'scenario', 'run', ...tried);
      expect(result.code, result.stdout + result.stderr).toBe(0);
      for (const [scenario, expectation] of Object.entries(expected)) {
        expect(result.stdout).toContain(`${scenario}  as expected (${expectation})`);
      }
    });

    it('PostgreSQL, whose options are refused where they make no sense together', async () => {
      const system = ['--system', 'postgresql'];
      const given = [...system, '--system-option', 'synchronousCommit=remote_apply', '--dry-run'];
      const result = await run(POSTGRESQL, 'npx', 'faultline', 'run', ...given);
      expect(result.code).toBe(254);
      expect(result.stderr).toContain('waits for a synchronous replica');
    });
  });

  it('give types that a strict project takes', async () => {
    for (const project of ['tsconfig.json', 'tsconfig.nats.json']) {
      const result = await run('.', process.execPath, TSC, '--project', project);
      expect(result, result.stdout).toMatchObject({ code: 0 });
    }
  });
});
