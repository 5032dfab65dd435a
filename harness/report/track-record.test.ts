import { describe, expect, test } from 'vitest';
import type { ScenarioRun } from '../core/results.js';
import { addRuns } from '../core/track-record.js';
import { scenarioRunOf } from '../../tests/fixtures/scenario-run.js';
import { renderTrackRecord } from './track-record.js';

/** The page of these runs, each of which is one of its own. */
function pageOf(runs: readonly ScenarioRun[]): string {
  const different = runs.map((one, index) => ({ ...one, run: { ...one.run, id: String(index) } }));
  return renderTrackRecord(addRuns({ scenarios: [] }, different).record, 'a command');
}

describe('the record of scenarios', () => {
  const page = pageOf([
    scenarioRunOf({ lost: 40 }),
    scenarioRunOf({ lost: 60 }),
    scenarioRunOf({ expected: false }),
    scenarioRunOf({ lost: 3, bound: true }),
  ]);

  test('counts the runs that came out as expected, and tells what those lost', () => {
    expect(page).toContain(
      '| split-brain | VIOLATION | 2 of 3 | 21 to 94 % | 40 to 60 of 100 acknowledged writes lost; lost-write in 2 of 2 | 12 s |',
    );
  });

  test('says of the others what they came to', () => {
    expect(page).toMatch(
      /Not as expected:\n\n- 2026-01-02T03:04:05.000Z, on 7.0.15: no violation was seen/,
    );
    expect(page.match(/Not as expected:/g)).toHaveLength(1);
  });

  test('tells the range of each figure that is a condition of proof', () => {
    const figure = { checker: 'lost-writes', figure: 'counts.acknowledged', atLeast: 1 };
    const told = pageOf([scenarioRunOf({ conditions: [{ figure }] })]);
    expect(told).toContain('| counts.acknowledged of lost-writes 100 |');
  });

  test('puts a bounded loss beside its bound', () => {
    expect(page).toContain('3, where counts.lost of lost-writes is at most 9');
  });

  test('tells a figure once, be it the bound and a condition, or in two conditions', () => {
    const lost = { checker: 'lost-writes', figure: 'counts.lost', atLeast: 1 };
    const least = { checker: 'lost-writes', figure: 'counts.acknowledged', atLeast: 1 };
    const most = { checker: 'lost-writes', figure: 'counts.acknowledged', atMost: 200 };
    const conditions = [{ figure: lost }, { figure: least }, { figure: most }];
    const told = (bound: boolean): string =>
      pageOf([scenarioRunOf({ lost: 3, bound, conditions })]);
    expect(told(true).match(/counts\.lost of lost-writes/g)).toHaveLength(1);
    expect(told(true).match(/counts\.acknowledged of lost-writes/g)).toHaveLength(1);
    expect(told(false)).toContain('counts.lost of lost-writes 3;');
  });

  test('tells versions, claims as they are, and commands', () => {
    expect(page).toContain('Run on redis 7.0.15. Again: `faultline scenario run split-brain`');
    expect(page).toContain('it loses \\| writes');
  });
});

describe('the record of runs without a fault', () => {
  const page = pageOf([
    scenarioRunOf({ healthyOn: 'etcd' }),
    scenarioRunOf({ healthyOn: 'etcd' }),
    scenarioRunOf({ healthyOn: 'zookeeper', expected: false }),
    scenarioRunOf({ lost: 40 }),
  ]);

  test('has a table of workloads and systems, and no section for each of them', () => {
    expect(page).toContain('| workload | etcd | zookeeper |');
    expect(page).toContain('| register | 2 of 2 | 0 of 1 |');
    expect(page).toContain('2 of 3 runs found nothing, as expected (21 to 94 %)');
    expect(page.match(/^## .*/gm)).toEqual(['## Without a fault', '## split-brain']);
  });

  test('says of the others what they came to', () => {
    expect(page).toContain('- 2026-01-02T03:04:05.000Z, on 7.0.15: no violation was seen');
  });

  test('is not there where a fault was part of every run', () => {
    expect(pageOf([scenarioRunOf({})])).not.toContain('Without a fault');
  });
});

describe('the record of scenarios on several versions', () => {
  const times = (count: number, run: ScenarioRun): ScenarioRun[] =>
    Array.from({ length: count }, () => run);
  const page = (...runs: readonly ScenarioRun[]): string => pageOf(runs);

  test('has a table of scenarios and versions, and what was seen on each', () => {
    const both = page(
      ...times(2, scenarioRunOf({ lost: 40, version: 'Valkey 9.1.2' })),
      scenarioRunOf({ lost: 3, version: '7.0.15' }),
    );
    expect(both).toContain('| scenario | 7.0.15 | Valkey 9.1.2 |');
    expect(both).toContain('| split-brain | 1 of 1 | 2 of 2 |');
    expect(both).toContain('| Valkey 9.1.2 | 2 of 2 | 34 to 100 % | 40 of 100');
    expect(both).toContain(
      'No difference between the versions was seen, in 1 to 2 runs of a scenario on a version.',
    );
  });

  test('says that versions differ only where their intervals lie apart', () => {
    const on = (version: string, expected: boolean) =>
      scenarioRunOf({ version, expected, lost: expected ? 40 : 0 });
    const few = page(on('7.0.15', true), on('8.0.2', false));
    expect(few).toContain(
      '- split-brain, as expected: 1 of 1 on 7.0.15 (21 to 100 %), 0 of 1 on 8.0.2 (0 to 79 %). The intervals overlap: that may be chance.'.replaceAll(
        /[()]/g,
        '\\$&',
      ),
    );
    expect(few).toContain('with intervals that overlap, so that this may be chance: 1.');
    expect(few).not.toContain('- split-brain, lost-write');
    const many = page(...times(9, on('7.0.15', true)), ...times(9, on('8.0.2', false)));
    expect(many).toContain('The intervals lie apart.');
    expect(many).toContain('- split-brain, lost-write: 9 of 9 on 7.0.15');
    expect(many).not.toContain('may be chance');
  });

  test('has no such table of one version, nor of a run that told none', () => {
    const one = page(scenarioRunOf({ lost: 3 }), scenarioRunOf({ expected: false, version: null }));
    expect(one).not.toContain('## Versions of');
    expect(one).toContain('| split-brain | VIOLATION | 1 of 2 |');
    expect(one).toContain('on a version that was not told: no violation was seen');
  });
});
