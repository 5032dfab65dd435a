import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { planOf } from '../../tests/fixtures/plan.js';
import { splitBrainReport } from '../../tests/fixtures/split-brain.js';
import { BUILT_IN, type ConfigSource } from '../catalogue/index.js';
import { History } from '../core/history.js';
import { compiledModule } from '../core/compiled-module.js';
import { runCheckers, type CheckOptions } from './run-checkers.js';

const MIB = 1024 * 1024;

function optionsFor(source: ConfigSource, changes: Partial<CheckOptions> = {}): CheckOptions {
  return {
    sources: [source],
    bounds: { timeout_ms: 20_000, memory_bytes: 256 * MIB },
    threads: 2,
    ...changes,
  };
}

const hostile = (changes?: Partial<CheckOptions>) =>
  optionsFor(
    fileURLToPath(compiledModule('tests/fixtures/hostile-checkers', import.meta.url, 2)),
    changes,
  );

describe('checkers in worker threads', () => {
  test('give the verdicts that they give in this thread, in the order of the plan', async () => {
    const { plan, history, analysis } = splitBrainReport({ faults: true });
    const inWorkers = { ...plan, checkers: analysis.verdicts.map(({ checker }) => checker) };
    const verdicts = await runCheckers(inWorkers, history, optionsFor(BUILT_IN));
    expect(verdicts).toEqual(JSON.parse(JSON.stringify(analysis.verdicts)));
  });

  test('are told the plan, the whole history and a little less time than they have', async () => {
    const history = History.of([{ process: 0, type: 'invoke', f: 'read', time: 1 }]);
    const [verdict] = await runCheckers(planOf({ checkers: ['good'] }), history, hostile());
    expect(verdict).toMatchObject({
      outcome: 'valid',
      details: { ops: 1, seed: 42, timeout_ms: 16_000 },
    });
  });

  test('that throw are unknown with the reason, and hold up no other', async () => {
    const plan = planOf({ checkers: ['throws', 'absent', 'good'] });
    const verdicts = await runCheckers(plan, new History(), hostile());
    expect(verdicts.map(({ checker, outcome }) => [checker, outcome])).toEqual([
      ['throws', 'unknown'],
      ['absent', 'unknown'],
      ['good', 'valid'],
    ]);
    expect(verdicts[0]?.reason).toBe('the checker failed: no such thing');
    expect(verdicts[0]?.about).toBe('faults');
    expect(verdicts[1]?.reason).toContain('there is no checker absent, only throws, never-ends');
  });

  test('whose verdicts can’t be reported are unknown, with what is wrong in words', async () => {
    const plan = planOf({ checkers: ['bad-section', 'says-nothing', 'good'] });
    const verdicts = await runCheckers(plan, new History(), hostile());
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'valid']);
    expect(verdicts.map(({ reason }) => reason)).toEqual([
      'the checker failed: expected its verdict.sections[0].parts[0].title to be a text, but it is missing',
      'the checker failed: expected its verdict to be an object, but it is missing',
      'all is well',
    ]);
  });

  test('that do not end are stopped at their time and are unknown', async () => {
    const plan = planOf({ checkers: ['never-ends', 'good'] });
    const bounds = { timeout_ms: 4_000, memory_bytes: 256 * MIB };
    const verdicts = await runCheckers(plan, new History(), hostile({ bounds, threads: 1 }));
    expect(verdicts[0]).toMatchObject({ outcome: 'unknown' });
    expect(verdicts[0]?.reason).toContain('no verdict within 4,000 ms');
    // One thread for both: the second one's time starts when the first one is done.
    expect(verdicts[1]?.outcome).toBe('valid');
  });

  test('that eat the memory are unknown', async () => {
    const plan = planOf({ checkers: ['eats-memory', 'good'] });
    const bounds = { timeout_ms: 20_000, memory_bytes: 64 * MIB };
    const verdicts = await runCheckers(plan, new History(), hostile({ bounds }));
    expect(verdicts[0]?.outcome).toBe('unknown');
    expect(verdicts[0]?.reason).toContain('no verdict within 64 MiB of memory');
    expect(verdicts[1]?.outcome).toBe('valid');
  });

  test('are interrupted by a signal', async () => {
    const signal = AbortSignal.timeout(300);
    const plan = planOf({ checkers: ['never-ends'] });
    const [verdict] = await runCheckers(plan, new History(), hostile({ signal }));
    expect(verdict).toMatchObject({
      outcome: 'unknown',
      reason: 'the analysis was interrupted',
    });
  });
});
