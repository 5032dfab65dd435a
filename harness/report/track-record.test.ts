import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../core/json.js';
import type { ScenarioRun } from '../core/results.js';
import { renderTrackRecord } from './track-record.js';

function runOf(more: {
  readonly lost?: number;
  readonly expected?: boolean;
  readonly bound?: boolean;
}): ScenarioRun {
  const { lost = 0, expected = true, bound = false } = more;
  const details: JsonObject = { counts: { lost, acknowledged: 100 } };
  return {
    scenario: {
      name: bound ? 'bounded' : 'split-brain',
      claim: 'it loses | writes',
      source: 'a paper',
      expectation: bound ? 'BOUNDED' : 'VIOLATION',
      conditions: [],
      ...(bound && { bound: { checker: 'lost-writes', figure: 'counts.lost', atMost: 9 } }),
    },
    run: {
      id: 'one',
      name: 'split-brain',
      startedAt: '2026-01-02T03:04:05.000Z',
      faultlineVersion: '0.1.0',
      simulated: false,
      ended: 'completed',
      phases: [{ name: 'main', start: 0, end: 12e9 }],
      recovery: null,
      versions: { redis: '7.0.15' },
      command: 'npx faultline scenario run split-brain',
    },
    analysis: {
      outcome: lost > 0 ? 'invalid' : 'valid',
      sentence: '',
      verdicts: [
        {
          checker: 'lost-writes',
          outcome: lost > 0 ? 'invalid' : 'valid',
          reason: '',
          anomalies: lost > 0 ? [{ kind: 'lost-write', ops: [], reason: '' }] : [],
          details,
        },
      ],
      judgement: {
        result: expected ? 'as-expected' : 'not-as-expected',
        sentence: expected ? 'lost some' : 'no violation was seen',
      },
      duration_ms: 1,
    },
  };
}

describe('the record of scenarios', () => {
  const page = renderTrackRecord(
    [
      runOf({ lost: 40 }),
      runOf({ lost: 60 }),
      runOf({ expected: false }),
      runOf({ lost: 3, bound: true }),
    ],
    'npx faultline scenario record',
  );

  test('counts the runs that came out as expected, and tells what those lost', () => {
    expect(page).toContain(
      '| split-brain | VIOLATION | 2 of 3 | 21 to 94 % | 40 to 60 of 100 acknowledged writes lost; lost-write in 2 of 2 | 12 s |',
    );
  });

  test('says of the others what they came to', () => {
    expect(page).toMatch(/Not as expected:\n\n- 2026-01-02T03:04:05.000Z: no violation was seen/);
    expect(page.match(/Not as expected:/g)).toHaveLength(1);
  });

  test('puts a bounded loss beside its bound', () => {
    expect(page).toContain('3, where counts.lost of lost-writes is at most 9');
  });

  test('tells versions, claims as they are, and commands', () => {
    expect(page).toContain('Run on redis 7.0.15. Again: `faultline scenario run split-brain`');
    expect(page).toContain('it loses \\| writes');
  });
});
