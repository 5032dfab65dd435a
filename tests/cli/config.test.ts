import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { type Finished, start } from '../support/cli.js';
import { expectBadInput } from '../support/memory-runs.js';

const COMMAND_LINE = new URL('../../dist/harness/cli/index.js', import.meta.url).href;

// Each test starts several processes.
vi.setConfig({ testTimeout: 90_000 });

let project = '';
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'faultline-config-'));
});
afterAll(() => rm(project, { recursive: true }));

/** A folder of its own, with some files. */
async function folderWith(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(project, name);
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return folder;
}

/** Runs the built command line in a folder. */
function faultlineIn(cwd: string, ...args: readonly string[]): Promise<Finished> {
  return start(args, {}, { cwd }).finished;
}

/** A store that counts, in this process, with what tests it: nothing of it is built in. */
const COUNTER = `
import {
  answer, defineChecker, defineConfig, defineDataType, defineScenario, defineWorkload, ok, unfold,
  type Json, type SystemDefinition,
} from 'faultline';
import { NOT_COUNTED } from './not-counted';

enum Says { Nothing = 'nothing' }

interface CounterMethods {
  count(value: Json): Promise<Json>;
}

const counterData = defineDataType<CounterMethods>({
  name: 'counter-of-ours',
  summary: 'counts up',
  operations: {
    count: { needs: ['count'], serve: (client, value = null) => client.count(value).then((now) => ok(answer(now))) },
  },
});

let total = 0;
const client = {
  open: () => ({}),
  count({ forgets }: { forgets: boolean }, value: Json): number {
    total += value === NOT_COUNTED && forgets ? 0 : 1;
    return total;
  },
};

const tally: SystemDefinition = {
  name: 'tally',
  summary: 'a counter in this process',
  runsOn: 'in-process',
  image: null,
  defaultNodeCount: 1,
  client,
  clientModes: ['pinned'],
  capabilities: [],
  defaults: { forgets: false },
  create: ({ options }) => ({
    setup: async () => {
      total = 0;
    },
    health: async () => ({ healthy: true }) as const,
    roles: async () => [],
    versions: async () => ({ tally: Says.Nothing }),
    clients: () => ({
      open: async () => ({
        usable: true,
        invoke: async ({ value = null }) => ({
          type: 'ok',
          value: client.count({ forgets: options['forgets'] === true }, value),
        }),
        close: async () => {},
      }),
    }),
    logs: () => [],
    capabilities: {},
    teardown: async () => {},
  }),
};

const counting = defineWorkload({
  name: 'counting',
  summary: 'counts up',
  invariant: 'every count is higher than the one before',
  dataType: counterData,
  checkers: ['counts-up'],
  defaults: {},
  main: () => unfold(0, (value) => [{ f: 'count', value }, value + 1]),
  final: () => null,
});

const countsUp = defineChecker({
  name: 'counts-up',
  summary: 'every count was counted',
  check(_plan, history, { bounds }) {
    let counts = 0;
    let last = 0;
    for (const op of history) {
      if (op.type !== 'ok') continue;
      counts += 1;
      last = Math.max(last, Number(op.value));
    }
    return {
      checker: 'counts-up',
      outcome: counts === last ? 'valid' : 'invalid',
      reason: counts + ' counts came to ' + last,
      anomalies: counts === last ? [] : [{ kind: 'lost-count', ops: [], reason: 'one is lost' }],
      details: { lost: counts - last, bounded: bounds.timeout_ms > 0 },
    };
  },
});

const never = defineScenario({
  name: 'tally-forgets',
  claim: 'The counter forgets a count when it is told to',
  source: 'its own words',
  expectation: 'VIOLATION',
  conditions: [{ acknowledged: 10 }],
  test: {
    system: 'tally',
    systemOptions: { forgets: true },
    workload: 'counting',
    concurrency: 1,
    rate: 200,
    timeLimit_ms: 500,
  },
});

export default defineConfig({
  systems: [tally],
  workloads: [counting],
  checkers: [countsUp],
  scenarios: [never],
});
`;
const FILES = {
  'faultline.config.ts': COUNTER,
  'not-counted.ts': 'export const NOT_COUNTED: number = 5;\n',
};
const RUN = ['--system', 'tally', '--workload', 'counting', '--time-limit', '0.5', '--json'];

describe('a project with a config of its own', () => {
  it('tests its own store, with a workload, a checker and a scenario of its own', async () => {
    const folder = await folderWith('own', FILES);
    const valid = await faultlineIn(folder, 'run', ...RUN);
    expect(valid.code, valid.stderr).toBe(0);
    const result = JSON.parse(valid.stdout) as { folder: string; verdicts: unknown };
    expect(result.verdicts).toMatchObject([
      { checker: 'counts-up', outcome: 'valid', details: { lost: 0, bounded: true } },
      { checker: 'faults-proven', outcome: 'valid' },
      { checker: 'stats', outcome: 'valid' },
    ]);
    const invalid = await faultlineIn(folder, 'run', ...RUN, '--system-option', 'forgets=yes');
    expect(invalid.code, invalid.stderr).toBe(1);
    const scenario = await faultlineIn(folder, 'scenario', 'run', 'tally-*');
    expect(scenario.code, scenario.stderr).toBe(0);
  });

  it('judges a stored run again, which is unknown where the config is not found', async () => {
    const folder = await folderWith('again', FILES);
    const run = await faultlineIn(folder, 'run', ...RUN);
    const { folder: stored } = JSON.parse(run.stdout) as { folder: string };
    const elsewhere = await faultlineIn(project, 'analyze', stored);
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stdout).toContain('there is no checker counts-up');
    const below = join(folder, 'below', 'it');
    await mkdir(below, { recursive: true });
    expect((await faultlineIn(below, 'analyze', stored)).code).toBe(0);
  });

  it('is named by --config, and then stands in the command that runs the test again', async () => {
    const folder = await folderWith('named', {
      'counter.config.mts': COUNTER,
      'not-counted.ts': FILES['not-counted.ts'],
    });
    const config = join(folder, 'counter.config.mts');
    const run = await faultlineIn(project, 'run', '--config', config, ...RUN);
    expect(run.code, run.stderr).toBe(0);
    const { folder: stored } = JSON.parse(run.stdout) as { folder: string };
    const report = ['report', stored, '--config', config, '--format', 'json'];
    const text = await faultlineIn(project, ...report);
    const { run: record } = JSON.parse(text.stdout) as { run: { command: string } };
    expect(record.command).toMatch(/^npx faultline run --config \S+counter\.config\.mts --system/);
  });

  it('can ship a command line that has its entries wherever it is started', async () => {
    const folder = await folderWith('shipped', {
      'counter.config.ts': COUNTER,
      'not-counted.ts': FILES['not-counted.ts'],
      'tally-test.mjs': `import { commandLine } from '${COMMAND_LINE}';
        await commandLine(process.argv, {
          name: 'tally-test',
          configs: [new URL('counter.config.ts', import.meta.url)],
        });`,
    });
    const main = join(folder, 'tally-test.mjs');
    const own = (...args: readonly string[]) => start(args, {}, { cwd: project, main }).finished;
    const run = await own('run', ...RUN);
    expect(run.code, run.stderr).toBe(0);
    const { folder: stored } = JSON.parse(run.stdout) as { folder: string };
    const text = await own('report', stored, '--format', 'json');
    const { run: record } = JSON.parse(text.stdout) as { run: { command: string } };
    expect(record.command).toMatch(/^npx tally-test run --system tally .*--seed \d+$/);
    expect((await own('--help')).stdout).toContain('tally-test scenario list');
  });

  it('has its scenarios refused before any runs, where one of them can’t be judged', async () => {
    const unjudged = COUNTER.replace(
      'scenarios: [never]',
      `scenarios: [never,
      { ...never, name: 'tally-unbound', expectation: 'BOUNDED' }]`,
    );
    const folder = await folderWith('unbound', { ...FILES, 'faultline.config.ts': unjudged });
    const finished = await faultlineIn(folder, 'scenario', 'run', 'tally-*');
    expectBadInput(finished, /a bound in the scenario tally-unbound/);
    expect(finished.stderr).not.toContain('clients at work');
  });

  it('ends a command when its set-up fails, with the reason, and nothing is judged', async () => {
    const broken = COUNTER.replace(
      'total = 0;\n    }',
      "throw new Error('no room for it');\n    }",
    );
    const folder = await folderWith('broken', { ...FILES, 'faultline.config.ts': broken });
    const run = await faultlineIn(folder, 'run', '--repeat', '3', '--junit', 'junit.xml');
    expect(run.code, run.stderr).toBe(255);
    expect(run.stderr).toMatch(/no room for it/);
    expect(run.stderr.split('setting up the cluster')).toHaveLength(2);
    expect(run.stderr).not.toMatch(/judging the history/);
    expect(run.stdout).toBe('');
    const junit = await readFile(join(folder, 'junit.xml'), 'utf8');
    expect(junit).toContain('tests="3" failures="0" errors="1" skipped="2"');
    // Of several scenarios each has its own set-up.
    const scenario = await faultlineIn(folder, 'scenario', 'run', 'tally-forgets', '--repeat', '2');
    expect(scenario.code, scenario.stderr).toBe(255);
    expect(scenario.stderr.split('no room for it')).toHaveLength(3);
    expect(scenario.stderr).toContain('0 of 2 as expected');
  });

  it('has its scenarios judged by their plans alone, where they expect to be unsupported', async () => {
    const unsupported = COUNTER.replace(
      'scenarios: [never]',
      `scenarios: [
        ['a-needs-reads', { workload: 'register' }],
        ['b-fits', {}],
        ['c-kills', { faults: { nemesis: ['kill-any'] } }],
      ].map(([name, test]) => ({
        ...never, name, expectation: 'UNSUPPORTED', conditions: [], test: { ...never.test, ...test },
      }))`,
    );
    const folder = await folderWith('unsupported', {
      ...FILES,
      'faultline.config.ts': unsupported,
    });
    const command = ['scenario', 'run', '?-*', '--junit', 'junit.xml', '--markdown', 'summary.md'];
    const { code, stdout, stderr } = await faultlineIn(folder, ...command);
    expect(stdout, stderr).toMatch(
      /a-needs-reads: refused: .*missing: read, write; expected UNSUPPORTED/,
    );
    expect(stdout).toMatch(/b-fits: the test can be had; expected UNSUPPORTED/);
    expect(stdout).toMatch(/c-kills: refused: .*"processes"/);
    expect(stderr).toContain('2 of 3 as expected');
    expect(code).toBe(1);
    const summaries = ['junit.xml', 'summary.md'].map((file) =>
      readFile(join(folder, file), 'utf8'),
    );
    const [junit, markdown] = await Promise.all(summaries);
    expect(junit).toContain('tests="3" failures="1" errors="0" skipped="0"');
    expect(junit).toContain('<system-out>a-needs-reads: refused: ');
    expect(markdown).toContain('2 of 3 runs as expected, 1 not as expected');
  });

  it('is told apart from what is built in by list', async () => {
    const folder = await folderWith('listed', FILES);
    const { stdout } = await faultlineIn(folder, 'list', '--json');
    const { systems } = JSON.parse(stdout) as { systems: { name: string; from: string }[] };
    const from = Object.fromEntries(systems.map((row) => [row.name, row.from]));
    expect(from).toMatchObject({
      memory: 'built in',
      tally: join(folder, 'faultline.config.ts'),
    });
    const text = await faultlineIn(folder, 'list');
    expect(text.stdout).toMatch(
      /tally +a counter in this process \(from .*faultline\.config\.ts\)/,
    );
    // It is the only one of the config: what can't be used with it is marked.
    expect(text.stdout).toMatch(/^ +set .*\[not with tally: its client has no add/m);
  });

  it('may be plain JavaScript', async () => {
    const workload = `{
      name: 'quiet', summary: 's', invariant: 'i', dataType: setType, checkers: ['stats'],
      defaults: {}, main: () => once({ f: 'add', value: 1 }), final: () => null,
    }`;
    const text = `import { once, setType } from 'faultline';\nexport default { workloads: [${workload}] };\n`;
    for (const file of ['faultline.config.js', 'faultline.config.mjs']) {
      const folder = await folderWith(file, { [file]: text });
      const { code, stdout, stderr } = await faultlineIn(folder, 'list', 'workloads');
      expect(code, stderr).toBe(0);
      expect(stdout).toContain('quiet');
    }
  });
});

it('a config that makes no sense is refused without a stack, wherever it is needed', async () => {
  const folder = await folderWith('bad', { 'faultline.config.ts': 'throw new Error("no luck")' });
  for (const command of [['list'], ['run', '--system', 'memory'], ['scenario', 'list']]) {
    expectBadInput(await faultlineIn(folder, ...command), /it failed with Error: no luck/);
  }
  // What needs no catalogue goes on.
  expect((await faultlineIn(folder, '--help')).code).toBe(0);
  const gone = await faultlineIn(project, 'list', '--config', 'gone.ts');
  expectBadInput(gone, /there is no file .*gone\.ts/);
});
