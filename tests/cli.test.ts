import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readHistory } from '../harness/store/history-reader.js';
import { faultline, start, type Finished } from './support/cli.js';

let results = '';
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'faultline-cli-'));
});
afterAll(() => rm(results, { recursive: true }));

const QUICK = [
  '--system',
  'memory',
  '--rate',
  '400',
  '--time-limit',
  '1',
  '--quiet',
  '0.2',
  '--active',
  '0.5',
];

function runMemory(...args: readonly string[]): Promise<Finished> {
  return faultline('run', ...QUICK, '--results', results, ...args);
}

function folderOf({ stdout }: Finished): string {
  return (JSON.parse(stdout) as { folder: string }).folder;
}

function expectBadInput(finished: Finished, message: RegExp): void {
  expect(finished.code).toBe(254);
  expect(finished.stderr).toMatch(message);
  expect(finished.stderr).not.toMatch(/\n\s+at /);
}

describe('help', () => {
  it('begins with examples', async () => {
    const { code, stdout } = await faultline('--help');
    expect(code).toBe(0);
    expect(stdout.indexOf('Examples:')).toBe(0);
    expect(stdout).toContain('Exit codes');
  });

  it('is there for every command', async () => {
    for (const command of [
      'demo',
      'run',
      'scenario',
      'analyze',
      'report',
      'list',
      'doctor',
      'clean',
    ]) {
      const { code, stdout } = await faultline(command, '--help');
      expect(code, command).toBe(0);
      expect(stdout).toContain('Usage:');
    }
  });

  it('list tells what can be named', async () => {
    const { code, stdout } = await faultline('list', '--json');
    const lists = JSON.parse(stdout) as Record<string, { name: string; summary: string }[]>;
    expect(code).toBe(0);
    expect(lists['systems']?.map(({ name }) => name)).toContain('redis-sentinel');
    for (const rows of Object.values(lists)) {
      expect(rows.length).toBeGreaterThan(0);
      for (const { summary } of rows) expect(summary.length).toBeGreaterThan(5);
    }
  });
});

describe('bad input', () => {
  it.each([
    [['run', '--system', 'redis-sentinal'], /did you mean redis-sentinel/],
    [['run', '--rate', 'fast'], /expected a number of 0 or more/],
    [['run', '--concurrency', '0'], /expected a whole number from 1/],
    [['run', '--nodes', '-3'], /whole number/],
    [['run', '--seed', '99999999999'], /from 0 to 4294967295/],
    [
      ['run', '--system', 'memory', '--system-option', 'splitbrain=true'],
      /an option of memory: splitBrain/,
    ],
    [['run', '--system', 'memory', '--system-option', 'splitBrain=7'], /to be a boolean/],
    [['run', '--system', 'memory', '--clients', 'smart'], /clients that memory has: pinned/],
    [['run', '--system', 'memory', '--nemesis', 'earthquake'], /the name of a nemesis/],
    [['run', '--system', 'memory', '--checkers', 'luck'], /the name of a checker/],
    [['scenario', 'run'], /names of scenarios, or --all/],
    [['scenario', 'run', 'healty-memory'], /did you mean healthy-memory/],
    [['analyze', 'no-such-folder'], /the folder of a run/],
    [['report', 'no-such-folder'], /the folder of a run/],
    [['list', 'colours'], /Allowed choices/],
    [['frobnicate'], /unknown command/],
    [['run', '--frobnicate'], /unknown option/],
  ])('%j is refused with a message and 254', async (args, message) => {
    expectBadInput(await faultline(...args), message);
  });
});

describe('run', () => {
  it('exits 0 on a valid history and 1 on an invalid one', async () => {
    const valid = await runMemory('--json');
    expect(valid.code, valid.stderr).toBe(0);
    const invalid = await runMemory(
      '--json',
      '--system-option',
      'splitBrain=true',
      '--system-option',
      'failoverAfter_ms=50',
      '--nemesis',
      'partition-primary',
      '--time-limit',
      '3',
    );
    expect(invalid.code, invalid.stderr).toBe(1);
    const summary = JSON.parse(invalid.stdout) as {
      outcome: string;
      simulated: boolean;
      sentence: string;
    };
    expect(summary).toMatchObject({ outcome: 'invalid', simulated: true });
    expect(summary.sentence).toMatch(/Simulated.* acknowledged writes lost/);
  });

  it('judges a linearizable register valid', async () => {
    const { code, stdout, stderr } = await runMemory('--workload', 'register', '--json');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('"linearizable"');
  });

  it('generates the same ops and the same faults for the same seed', async () => {
    const ops = async (seed: string): Promise<string[]> => {
      const finished = await runMemory(
        '--json',
        '--seed',
        seed,
        '--nemesis',
        'partition-one-node',
        '--workload',
        'register',
        '--concurrency',
        '1',
        '--op-timeout',
        '0.1',
      );
      const { history } = await readHistory(join(folderOf(finished), 'history.jsonl'));
      return [...history]
        .filter((op) => op.type === 'invoke' && op.f !== 'cas')
        .map(
          (op) =>
            `${op.process === 'nemesis' ? 'nemesis' : 'client'} ${op.f} ${JSON.stringify(op.value)}`,
        );
    };
    const split = (all: readonly string[], who: string): string[] =>
      all.filter((line) => line.startsWith(who)).slice(0, 40);
    const [first, again, other] = [await ops('5'), await ops('5'), await ops('6')];
    expect(split(first, 'nemesis')).toEqual(split(again, 'nemesis'));
    expect(split(first, 'client').map((line) => line.split(' ')[1])).toEqual(
      split(again, 'client').map((line) => line.split(' ')[1]),
    );
    expect(split(first, 'client')).not.toEqual(split(other, 'client'));
  });

  it('leaves a folder with everything in it, and links to the latest', async () => {
    const finished = await runMemory('--json');
    for (const file of [
      'test.json',
      'run.json',
      'results.json',
      'history.jsonl',
      'roles.jsonl',
      'harness.log',
      'report.html',
    ]) {
      const text = await readFile(join(results, 'latest', file), 'utf8');
      expect(text.length, file).toBeGreaterThan(0);
    }
    expect(await readFile(join(results, 'memory-set', 'latest', 'run.json'), 'utf8')).toBe(
      await readFile(join(folderOf(finished), 'run.json'), 'utf8'),
    );
  });

  it('takes a schedule from a file, and refuses one that makes no sense', async () => {
    const file = join(results, 'schedule.json');
    await writeFile(file, '{"kind": "steps", "steps": [{"fault": "failover"}, {"for_ms": 100}]}');
    const { code, stdout } = await runMemory('--dry-run', '--schedule', file);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schedule: { kind: 'steps' } });
    await writeFile(file, '{"kind": "steps", "steps": [{"fault": "earthquake"}]}');
    expectBadInput(await runMemory('--schedule', file), /earthquake/);
    await writeFile(file, '{"kind": "steps", "steps": [{"until": "tomorrow"}]}');
    expectBadInput(await runMemory('--schedule', file), /a schedule of faults/);
    expectBadInput(await runMemory('--schedule', join(results, 'none.json')), /ENOENT/);
  });

  it('replays the faults of a stored run', async () => {
    const first = await runMemory('--json', '--nemesis', 'failover', '--seed', '3');
    const again = await faultline(
      'run',
      '--replay',
      folderOf(first),
      '--results',
      results,
      '--json',
    );
    expect(again.code, again.stderr).toBe(first.code);
    const faultsOf = async (run: Finished): Promise<string[]> => {
      const { history } = await readHistory(join(folderOf(run), 'history.jsonl'));
      return [...history]
        .filter((op) => op.process === 'nemesis' && op.type === 'invoke')
        .map(({ f }) => f);
    };
    expect(await faultsOf(again)).toEqual(await faultsOf(first));
    expect(await faultsOf(again)).toContain('failover');
  });

  it('prints the resolved test with --dry-run and runs nothing', async () => {
    const { code, stdout } = await runMemory('--dry-run', '--seed', '9', '--nemesis', 'failover');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ seed: 9, schedule: { kind: 'periodic' } });
  });
});

describe('scenario run', () => {
  it('exits 0 when all came out as expected, and writes JUnit and Markdown', async () => {
    const junit = join(results, 'junit.xml');
    const markdown = join(results, 'summary.md');
    const { code, stderr } = await faultline(
      'scenario',
      'run',
      'memory-split-brain',
      'healthy-memory',
      '--results',
      results,
      '--junit',
      junit,
      '--markdown',
      markdown,
    );
    expect(code, stderr).toBe(0);
    expect(await readFile(junit, 'utf8')).toMatch(/tests="2" failures="0" errors="0"/);
    expect(await readFile(markdown, 'utf8')).toContain('2 of 2');
  });
});

describe('analyze', () => {
  let folder = '';
  beforeAll(async () => {
    folder = folderOf(await runMemory('--json'));
  });

  async function copied(): Promise<string> {
    const copy = await mkdtemp(join(results, 'copy-'));
    await cp(folder, copy, { recursive: true });
    return copy;
  }

  it('comes to the same verdict as the run, by the same code', async () => {
    const before = await readFile(join(folder, 'results.json'), 'utf8');
    const { code } = await faultline('analyze', folder);
    expect(code).toBe(0);
    const strip = (text: string): unknown =>
      JSON.parse(text.replaceAll(/"\w*(duration|elapsed)\w*": [\d.]+/g, '"x": 0'));
    expect(strip(await readFile(join(folder, 'results.json'), 'utf8'))).toEqual(strip(before));
  });

  it('says unknown, not valid, of a history whose end is missing', async () => {
    const copy = await copied();
    const lines = (await readFile(join(copy, 'history.jsonl'), 'utf8')).split('\n');
    await writeFile(join(copy, 'history.jsonl'), `${lines.slice(0, 50).join('\n')}\n`);
    const { code, stdout } = await faultline('analyze', copy);
    expect(code, stdout).toBe(2);
  });

  it('reads a history whose last line is torn', async () => {
    const copy = await copied();
    const path = join(copy, 'history.jsonl');
    await truncate(path, (await readFile(path)).length - 15);
    const { code, stderr } = await faultline('analyze', copy);
    expect([0, 2], stderr).toContain(code);
  });

  it('refuses a history that was changed, naming line and reason', async () => {
    const copy = await copied();
    const path = join(copy, 'history.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines[4] = '{"index":4,"oops"';
    await writeFile(path, lines.join('\n'));
    expectBadInput(await faultline('analyze', copy), /line 5 of/);
  });

  it('refuses a test that was changed, naming the file', async () => {
    const copy = await copied();
    await writeFile(join(copy, 'test.json'), '{"plan": {"name": 3}}');
    expectBadInput(await faultline('analyze', copy), /test\.json/);
  });
});

describe('a run that is ended from outside', () => {
  const LONG = ['run', '--system', 'memory', '--time-limit', '60', '--rate', '300'];

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it in good order with %i; what was recorded stays', async (signal, code) => {
    const { child, finished, shows } = start([...LONG, '--results', results]);
    await shows(' ok, ');
    child.kill(signal);
    const { code: exit, stderr } = await finished;
    expect(exit, stderr).toBe(code);
    const folder = join(results, 'latest');
    const run = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as { ended: string };
    expect(run.ended).toBe('interrupted');
    const { history } = await readHistory(join(folder, 'history.jsonl'));
    expect(history.length).toBeGreaterThan(100);
  });

  it('kill -9 leaves a history that reads up to the last flush, and analyze judges it', async () => {
    const { child, finished, shows } = start([...LONG, '--results', results]);
    await shows(' ok, ');
    child.kill('SIGKILL');
    await finished;
    const folder = join(results, 'latest');
    const { history } = await readHistory(join(folder, 'history.jsonl'));
    expect(history.length).toBeGreaterThan(100);
    const { code, stdout } = await faultline('analyze', folder);
    expect(code, stdout).toBe(2);
    expect(await readFile(join(folder, 'run.json'), 'utf8')).toContain('the harness was killed');
  });
});

describe('the results folder', () => {
  it('that can not be made is an error in words', async () => {
    const { code, stderr } = await faultline('run', ...QUICK, '--results', '/dev/null/results');
    expect(code).toBe(255);
    expect(stderr).toMatch(/to write .*\n.*ENOTDIR/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
