import { describe, expect, it } from 'vitest';

import { scenarioRunOf } from '../../tests/fixtures/scenario-run.js';
import type { ScenarioRun } from './results.js';
import { addRuns, type TrackRecord } from './track-record.js';

const NONE: TrackRecord = { scenarios: [] };
const FIRST = '2026-01-02T03:04:05.000Z';
const SECOND = '2026-01-03T03:04:05.000Z';
const THIRD = '2026-01-04T03:04:05.000Z';

describe('runs that are added to a record', () => {
  const first = scenarioRunOf({ startedAt: FIRST, lost: 40 });
  const second = scenarioRunOf({ startedAt: SECOND, lost: 60 });
  const third = scenarioRunOf({ startedAt: THIRD, expected: false, lost: 90 });

  it('are one tally, with ranges, kinds of anomalies and what the others came to', () => {
    const { record, added } = addRuns(addRuns(NONE, [second]).record, [third, first]);
    expect(added).toBe(2);
    expect(record.scenarios).toHaveLength(1);
    expect(record.scenarios[0]).toMatchObject({
      system: 'redis-replication',
      workload: 'register',
      tallies: [
        {
          versions: { redis: '7.0.15' },
          runs: 3,
          asExpected: 2,
          provedNothing: 0,
          duration_s: [12, 12],
          // Those of runs as expected alone.
          figures: {
            'counts.lost of lost-writes': [40, 60],
            'counts.acknowledged of lost-writes': [100, 100],
          },
          anomalies: { 'lost-write': { runs: 3, asExpected: 2 } },
          others: [{ startedAt: THIRD, sentence: 'no violation was seen' }],
          started: [FIRST, THIRD],
          counted: [FIRST, SECOND, THIRD],
        },
      ],
    });
  });

  it('come to the same in whatever portions they are added', () => {
    const { record } = addRuns(NONE, [first, second, third]);
    expect(addRuns(addRuns(NONE, [third]).record, [second, first]).record).toEqual(record);
  });

  it('are known, and count once', () => {
    const { record } = addRuns(NONE, [first, second]);
    const again = addRuns(record, [second, third, first]);
    expect(again).toMatchObject({ added: 1, known: 2 });
    expect(again.record.scenarios[0]?.tallies[0]?.runs).toBe(3);
  });

  it('have a tally for each version that nodes told', () => {
    const other = scenarioRunOf({ startedAt: SECOND, version: '8.0.2' });
    const untold = scenarioRunOf({ startedAt: THIRD, version: null });
    const { record } = addRuns(NONE, [first, other, untold]);
    expect(record.scenarios[0]?.tallies.map(({ versions }) => versions)).toEqual([
      {},
      { redis: '7.0.15' },
      { redis: '8.0.2' },
    ]);
    expect(addRuns(addRuns(NONE, [untold]).record, [other, first]).record).toEqual(record);
  });

  it('join a tally that knows neither its runs nor their times any more', () => {
    const [before] = addRuns(NONE, [first]).record.scenarios;
    if (before === undefined) throw new Error('a run is missing');
    const tallies = before.tallies.map(
      ({ versions, runs, asExpected, provedNothing, figures, anomalies, others }) => {
        const known = { versions, runs, asExpected, provedNothing, figures, anomalies, others };
        return { ...known, counted: [] };
      },
    );
    const { record } = addRuns({ scenarios: [{ ...before, tallies }] }, [second]);
    expect(record.scenarios[0]?.tallies).toMatchObject([
      { runs: 2, duration_s: [12, 12], started: [SECOND, SECOND], counted: [SECOND] },
    ]);
  });
});

describe('runs of which other things were expected', () => {
  const conditions = [{ proven: 'start-partition' }];
  const earlier = scenarioRunOf({ startedAt: FIRST });
  const later = scenarioRunOf({ startedAt: SECOND, conditions });
  const name = earlier.scenario.name;

  const conditionsOf = (record: TrackRecord) =>
    record.scenarios.map(({ scenario, tallies }) => [scenario.conditions, tallies.length]);

  it('take the place of earlier ones, which are told', () => {
    const { record, added, outdated } = addRuns(addRuns(NONE, [earlier]).record, [later]);
    expect(conditionsOf(record)).toEqual([[conditions, 1]]);
    expect(record.scenarios[0]?.tallies[0]?.runs).toBe(1);
    expect(added).toBe(1);
    expect(outdated).toEqual(new Map([[name, 1]]));
  });

  it('are left out where they are older, and told', () => {
    const { record, added, outdated } = addRuns(addRuns(NONE, [later]).record, [earlier]);
    expect(conditionsOf(record)).toEqual([[conditions, 1]]);
    expect(added).toBe(0);
    expect(outdated).toEqual(new Map([[name, 1]]));
  });

  it('are not counted as added where a newer one of the same folder takes them out', () => {
    const { record, added, outdated } = addRuns(NONE, [earlier, later]);
    expect(conditionsOf(record)).toEqual([[conditions, 1]]);
    expect(added).toBe(1);
    expect(outdated).toEqual(new Map([[name, 1]]));
  });

  it('take nothing out that the newest run agrees with, although nobody knows when that started', () => {
    const [before] = addRuns(NONE, [earlier]).record.scenarios;
    if (before === undefined) throw new Error('a run is missing');
    const tallies = before.tallies.map(({ started, ...tally }) => {
      expect(started).toBeDefined();
      return { ...tally, counted: [] };
    });
    const again = scenarioRunOf({ startedAt: THIRD });
    const { record, added } = addRuns({ scenarios: [{ ...before, tallies }] }, [later, again]);
    expect(record.scenarios[0]?.tallies[0]?.runs).toBe(2);
    expect(added).toBe(1);
  });

  it.each<[string, Partial<ScenarioRun['scenario']>]>([
    ['an expectation', { expectation: 'HOLDS' }],
    ['a kind of anomaly', { anomaly: 'lost-write' }],
    ['a bound', { bound: { checker: 'lost-writes', figure: 'counts.lost', atMost: 1 } }],
  ])('are told by %s', (_, changed) => {
    const other = scenarioRunOf({ startedAt: SECOND });
    const run = { ...other, scenario: { ...other.scenario, ...changed } };
    expect(addRuns(addRuns(NONE, [earlier]).record, [run]).outdated.size).toBe(1);
  });

  it('are not told by words: the newest count', () => {
    const other = scenarioRunOf({ startedAt: SECOND });
    const run = { ...other, scenario: { ...other.scenario, claim: 'in other words' } };
    for (const portions of [
      [[earlier], [run]],
      [[run], [earlier]],
    ]) {
      const record = portions.reduce((before, runs) => addRuns(before, runs).record, NONE);
      expect(record.scenarios).toMatchObject([
        { scenario: { claim: 'in other words' }, tallies: [{ runs: 2 }] },
      ]);
    }
  });
});
