import { describe, expect, test } from 'vitest';
import { planOf } from '../../tests/fixtures/plan.js';
import { historyOfTimes, judgeHistory, kindsOf } from '../../tests/fixtures/history-lines.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { expiry } from './checker.js';

/** What is said of events with their times in milliseconds, where clocks err by 10 ms. */
function judged(...ops: string[]): Verdict {
  const options = { clockError_ms: 10 };
  return judgeHistory(
    expiry,
    historyOfTimes(ops.join('\n')),
    planOf({ workload: { name: 'expiry', options } }),
  );
}

/** An op of a process of its own. */
function op(f: string, from: number, to: number, value: string, outcome = 'ok'): string {
  return `${from} ${from} invoke ${f} ${f === 'read' ? '["k",null]' : value}
    ${to} ${from} ${outcome} ${f} ${value}`;
}
const write = (from: number, to: number, value: number, lifetime: number, outcome = 'ok') =>
  op('write', from, to, `["k",[${value},${lifetime}]]`, outcome);
const read = (from: number, to: number, value: number | null) =>
  op('read', from, to, `["k",${value}]`);

describe('a value that expires', () => {
  test('is seen until its time is over and not after that: valid, also near the end of it', () => {
    const verdict = judged(
      write(0, 5, 1, 100),
      read(6, 7, 1),
      read(92, 93, null),
      read(114, 116, 1),
    );
    expect(verdict).toMatchObject({
      outcome: 'valid',
      reason: '2 reads saw a value within its time, and 1 read saw none',
    });
  });

  test('is invalid where it is seen after its time', () => {
    const verdict = judged(write(0, 5, 1, 100), read(116, 117, 1));
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.anomalies).toMatchObject([
      {
        kind: 'expired-value',
        ops: [0, 1, 2, 3],
        reason:
          'op 2, invoked at 0.116 s, saw 1 at key "k", by op 0, whose time had ended by 0.105 s',
      },
    ]);
  });

  test('is invalid where it is gone before its time', () => {
    const verdict = judged(write(0, 5, 1, 100), read(80, 89, null));
    expect(kindsOf(verdict)).toEqual(['vanished-value']);
    expect(verdict.anomalies[0]?.ops).toEqual([0, 1, 2, 3]);
  });

  test('may have been replaced by one with a shorter life, whose write was not answered', () => {
    const short = write(10, 20, 2, 20, 'info');
    expect(judged(write(0, 5, 1, 100), short, read(80, 89, null)).outcome).toBe('valid');
    const failed = write(10, 20, 2, 20, 'fail');
    expect(judged(write(0, 5, 1, 100), failed, read(80, 89, null)).outcome).toBe('invalid');
  });

  test('lasts longer where it is written again', () => {
    expect(
      kindsOf(judged(write(0, 5, 1, 100), write(60, 65, 2, 100), read(120, 125, null))),
    ).toEqual(['vanished-value']);
  });

  test('of an unanswered write counts from the first read that saw it', () => {
    const unanswered = write(0, 5, 1, 100, 'info');
    expect(judged(unanswered, read(300, 301, 1)).outcome).toBe('valid');
    expect(kindsOf(judged(unanswered, read(300, 301, 1), read(412, 413, 1)))).toEqual([
      'expired-value',
    ]);
  });

  test('was not replaced by an unanswered write that was seen before it', () => {
    const short = write(0, 3, 2, 20, 'info');
    const value = write(10, 15, 1, 100);
    expect(judged(short, value, read(50, 51, null)).outcome).toBe('valid');
    expect(kindsOf(judged(short, read(5, 6, 2), value, read(50, 51, null)))).toEqual([
      'vanished-value',
    ]);
  });

  test('is invalid where it was replaced, or was never written', () => {
    expect(kindsOf(judged(write(0, 5, 1, 100), write(10, 15, 2, 100), read(20, 21, 1)))).toEqual([
      'stale-value',
    ]);
    expect(kindsOf(judged(read(1, 2, 7)))).toEqual(['unwritten-value']);
    expect(kindsOf(judged(write(0, 1, 7, 100, 'fail'), read(2, 3, 7)))).toEqual([
      'unwritten-value',
    ]);
    expect(kindsOf(judged(read(1, 2, 7), write(3, 4, 7, 100)))).toEqual(['unwritten-value']);
  });
});

test('where no read is answered, or an op is none of such values, nobody knows', () => {
  expect(judged(write(0, 5, 1, 100)).outcome).toBe('unknown');
  expect(judged(op('write', 0, 1, '["k",1]'), read(2, 3, 1)).reason).toContain('lifetime_ms');
});
