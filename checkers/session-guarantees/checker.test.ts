import { describe, expect, test } from 'vitest';
import { historyOfLines, judgeHistory, kindsOf } from '../../tests/fixtures/history-lines.js';
import { planOf } from '../../tests/fixtures/plan.js';
import type { JsonObject } from '../../harness/core/json.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { sessionGuarantees } from './checker.js';

/** Judges ops such as `0 w x 1`, `1 r x null`: process, kind, key, value, each over before the next. */
function judged(text: string, options: JsonObject = {}): Verdict {
  const lines = text.split(', ').flatMap((op) => {
    const [process, kind, key, value, outcome = 'ok'] = op.split(' ');
    const f = kind === 'r' ? 'read' : 'write';
    const asked = `["${key}",${f === 'read' ? null : value}]`;
    return [`${process} invoke ${f} ${asked}`, `${process} ${outcome} ${f} ["${key}",${value}]`];
  });
  return judgeHistory(
    sessionGuarantees,
    historyOfLines(lines.join('\n')),
    planOf({ workload: { name: 'sessions', options } }),
  );
}

describe('session guarantees', () => {
  test('hold where sessions see what is old, each in one order', () => {
    const verdict = judged('0 r x null, 0 w x 1, 1 w x 2, 0 r x 1, 0 r x 2, 2 r x null, 2 r x 1');
    expect(verdict).toMatchObject({ outcome: 'valid' });
    expect(verdict.reason).toBe(
      '7 ops on 1 key keep read your writes, monotonic reads, monotonic writes and writes follow reads',
    );
  });

  test.each([
    ['read your writes', 'stale-own-read', '0 w x 1, 0 r x null', 'readYourWrites'],
    ['monotonic reads', 'non-monotonic-read', '0 w x 1, 1 r x 1, 1 r x null', 'monotonicReads'],
    [
      'monotonic reads',
      'non-monotonic-read',
      '0 w x 1, 1 w x 2, 2 r x 1, 2 r x 2, 2 r x 1',
      'monotonicReads',
    ],
    [
      'monotonic writes or monotonic reads',
      'non-monotonic-read',
      '0 w x 1, 0 w x 2, 1 r x 2, 1 r x 1',
      'monotonicWrites',
    ],
    [
      'writes follow reads or monotonic reads',
      'non-monotonic-read',
      '0 w x 1, 1 r x 1, 1 w x 2, 2 r x 2, 2 r x 1',
      'writesFollowReads',
    ],
  ])('%s are broken by %s of %s', (names, kind, ops, option) => {
    const verdict = judged(ops);
    expect(verdict.outcome).toBe('invalid');
    expect(kindsOf(verdict)).toEqual([kind]);
    expect(verdict.anomalies[0]?.reason).toContain(`key "x" breaks ${names}: `);
    expect(judged(ops, { [option]: false }).outcome).toBe('valid');
  });

  test('are told with the smallest ops', () => {
    const [anomaly] = judged('0 w x 1, 1 r x 1, 0 w x 2, 1 r x null').anomalies;
    expect(anomaly?.ops).toEqual([2, 3, 6, 7]);
    expect(anomaly?.reason).toBe(
      'key "x" breaks monotonic reads: process 1 read 1 by op 2 and then read null by op 6, so 1 is older than null; but nothing had been written before',
    );
  });

  test('bind only writes that were acknowledged', () => {
    expect(judged('0 w x 1 info, 0 r x null').outcome).toBe('valid');
    expect(judged('0 w x 1 fail, 0 r x null').outcome).toBe('valid');
  });

  test('are broken by a value that nobody wrote', () => {
    expect(kindsOf(judged('0 r x 7'))).toEqual(['unwritten-value']);
  });

  test('are unknown where a value was written twice, or nothing succeeded', () => {
    expect(judged('0 w x 1, 1 w x 1').outcome).toBe('unknown');
    expect(judged('0 w x 1 fail').outcome).toBe('unknown');
  });
});
