import { expect, test } from 'vitest';
import { historyOfTimes, judgeHistory } from '../../tests/fixtures/history-lines.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { staleness } from './checker.js';

/** Judges ops such as `0-5 w 1`: from and until when, in milliseconds, kind, value; each of a process of its own. */
function judged(text: string): Verdict {
  const events = text.split(', ').flatMap((op, process) => {
    const [times = '', kind, value] = op.split(' ');
    const [from, to] = times.split('-').map(Number);
    const f = kind === 'r' ? 'read' : 'write';
    return [
      { time: from ?? 0, line: `${process} invoke ${f} ["x",${kind === 'r' ? null : value}]` },
      { time: to ?? 0, line: `${process} ok ${f} ["x",${value}]` },
    ];
  });
  const sorted = events.toSorted((a, b) => a.time - b.time);
  return judgeHistory(
    staleness,
    historyOfTimes(sorted.map(({ time, line }) => `${time} ${line}`).join('\n')),
  );
}

test('a read of the last value, or of one that was replaced meanwhile, is not old', () => {
  const verdict = judged('0-5 w 1, 6-7 r 1, 8-12 w 2, 10-13 r 1');
  expect(verdict).toMatchObject({
    outcome: 'valid',
    reason: 'none of 2 reads gave an old value',
    details: { reads: 2, stale: 0, versions: 0, age_ms: 0 },
  });
});

test('how old a value is counts from the write that surely replaced it first', () => {
  const verdict = judged('0-5 w 1, 8-12 w 2, 20-30 w 3, 22-29 w 4, 50-55 r 1');
  expect(verdict.details).toMatchObject({ stale: 1, versions: 3, age_ms: 38 });
  expect(verdict.reason).toBe('1 of 1 read gave an old value: by up to 3 versions and 38 ms');
});

test('the initial value is old once there was a write, and two writes at once replace each other or not', () => {
  expect(judged('0-5 w 1, 10-11 r null').details).toMatchObject({ versions: 1, age_ms: 5 });
  expect(judged('0-5 w 1, 2-6 w 2, 10-11 r 1').details).toMatchObject({ stale: 0 });
});

test('without a read of a value that was written once nobody knows', () => {
  expect(judged('0-5 w 1').outcome).toBe('unknown');
  expect(judged('0-5 w 1, 6-7 w 1, 8-9 r 1').outcome).toBe('unknown');
});
