import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readHistory } from '../../harness/store/history-reader.js';
import { FILES } from '../../harness/store/layout.js';
import { faultline, type Finished } from '../support/cli.js';
import { expectBadInput, folderOf, runMemory } from '../support/memory-runs.js';

let results = '';
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'faultline-cli-'));
});
afterAll(() => rm(results, { recursive: true }));

describe('run', () => {
  it('exits 0 on a valid history and 1 on an invalid one', async () => {
    const valid = await runMemory(results, '--json');
    expect(valid.code, valid.stderr).toBe(0);
    const invalid = await runMemory(
      results,
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

  it('is unknown where less was acknowledged under a fault than was asked for', async () => {
    const args = ['--json', '--nemesis', 'partition-one-node', '--acknowledged-per-fault'];
    const { code, stdout } = await runMemory(results, ...args, '100000');
    expect(code).toBe(2);
    expect(stdout).toMatch(/nothing was proven: .*at least 100,000 must be/);
    const { folder } = JSON.parse(stdout) as { folder: string };
    const test = JSON.parse(await readFile(join(folder, FILES.test), 'utf8')) as {
      plan: Record<string, unknown>;
    };
    expect(test.plan).toMatchObject({ acknowledgedPerFault: 100_000 });
    // A plan of before this setting asks for one.
    delete test.plan['acknowledgedPerFault'];
    await writeFile(join(folder, FILES.test), JSON.stringify(test));
    expect((await faultline('analyze', folder)).code).toBe(0);
    expectBadInput(await runMemory(results, ...args, 'many'), /expected a whole number from 0/);
  });

  it('judges a linearizable register valid', async () => {
    const { code, stdout, stderr } = await runMemory(results, '--workload', 'register', '--json');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('"linearizable"');
  });

  it('generates the same ops and the same faults for the same seed', async () => {
    const ops = async (seed: string): Promise<string[]> => {
      const finished = await runMemory(
        results,
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
      const { history } = await readHistory(join(folderOf(finished), FILES.history));
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
    const finished = await runMemory(results, '--json');
    for (const file of [
      'test.json',
      'run.json',
      'results.json',
      FILES.history,
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
    const { code, stdout } = await runMemory(results, '--dry-run', '--schedule', file);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schedule: { kind: 'steps' } });
    await writeFile(file, '{"kind": "steps", "steps": [{"fault": "earthquake"}]}');
    expectBadInput(await runMemory(results, '--schedule', file), /earthquake/);
    await writeFile(file, '{"kind": "steps", "steps": [{"for_ms": 900}, {"for_ms": 200}]}');
    expectBadInput(await runMemory(results, '--schedule', file), /--time-limit 2 or more/);
    await writeFile(file, '{"kind": "steps", "steps": [{"until": "tomorrow"}]}');
    expectBadInput(await runMemory(results, '--schedule', file), /a schedule of faults/);
    expectBadInput(await runMemory(results, '--schedule', join(results, 'none.json')), /ENOENT/);
  });

  it('replays the faults of a stored run', async () => {
    const first = await runMemory(results, '--json', '--nemesis', 'failover', '--seed', '3');
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
      const { history } = await readHistory(join(folderOf(run), FILES.history));
      return [...history]
        .filter((op) => op.process === 'nemesis' && op.type === 'invoke')
        .map(({ f }) => f);
    };
    expect(await faultsOf(again)).toEqual(await faultsOf(first));
    expect(await faultsOf(again)).toContain('failover');
  });

  it('prints the resolved test with --dry-run and runs nothing', async () => {
    const { code, stdout } = await runMemory(
      results,
      '--dry-run',
      '--seed',
      '9',
      '--nemesis',
      'failover',
    );
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

/** Counts four runs of a folder in a record, twice, and then tells of them without the folder. */
async function keepsTheRecordOf(folder: string, page: string): Promise<void> {
  const file = join(results, 'record.json');
  const add = (from: string) =>
    faultline('scenario', 'record', '--results', from, '--add-to', file);
  const added = await add(folder);
  expect(added.stdout, added.stderr).toBe(page);
  expect(added.stderr).toContain(`4 runs were added to ${file}`);
  const again = await add(folder);
  expect(again.stderr).toContain(`0 runs were added to ${file}; 4 had been counted before`);
  const without = await add(join(results, 'no-runs-here'));
  expect([again.stdout, without.stdout]).toEqual([page, page]);
  const over = ['--add-to', file, '--output', file];
  const refused = await faultline('scenario', 'record', '--results', folder, ...over);
  expectBadInput(refused, /expected another file for the page/);
  await writeFile(file, '{}');
  expectBadInput(await add(folder), /expected a record of scenarios in .*record\.json/);
}

describe('scenario run --jobs', () => {
  it('runs them beside each other, and record tells what they came to', async () => {
    const folder = join(results, 'jobs');
    const names = ['memory-split-brain', 'healthy-memory'];
    const more = ['--jobs', '2', '--repeat', '2', '--results', folder];
    const { code, stderr } = await faultline('scenario', 'run', ...names, ...more);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('4 of 4 as expected');
    const lines = stderr.split('\n');
    const begun = lines.findIndex((line) => line.startsWith('memory-split-brain #2 - clients'));
    const ended = lines.findIndex((line) => line.startsWith('memory-split-brain #1 - judging'));
    expect(begun).toBeGreaterThan(-1);
    expect(begun).toBeLessThan(ended);
    const page = join(folder, 'RECORD.md');
    const record = await faultline('scenario', 'record', '--results', folder, '--output', page);
    expect(record.code, record.stderr).toBe(0);
    expect(await readFile(page, 'utf8')).toMatch(
      /memory-split-brain \| VIOLATION \| 2 of 2 \| 34 to 100 % \| .* acknowledged writes lost/,
    );
    await keepsTheRecordOf(folder, await readFile(page, 'utf8'));
  });
});

describe('the results folder', () => {
  it('that can not be made is an error in words', async () => {
    const { code, stderr } = await runMemory('/dev/null/results');
    expect(code).toBe(255);
    expect(stderr).toMatch(/stored runs\n.*ENOTDIR.*\/dev\/null\/results/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
