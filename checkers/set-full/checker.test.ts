import { describe, expect, test } from 'vitest';
import {
  historyOfLines,
  judgeHistory,
  judgeLines,
  kindsOf,
} from '../../tests/fixtures/history-lines.js';
import { planOf } from '../../tests/fixtures/plan.js';
import { setFull } from './checker.js';

const add = (value: number, outcome = 'ok'): string =>
  `0 invoke add ${value}\n0 ${outcome} add ${value}`;
const read = (...elements: number[]): string =>
  `1 invoke read\n1 ok read ${JSON.stringify(elements)}`;
const judged = (...ops: string[]) => judgeLines(setFull, ops.join('\n'));

describe('a set that is read while elements are added', () => {
  test('is valid where every later read has what was acknowledged', () => {
    const verdict = judged(add(1), read(1), add(2), add(3, 'info'), read(2, 1), read(1, 2, 3));
    expect(verdict).toMatchObject({
      outcome: 'valid',
      details: { acknowledged: 2, stable: 3, stale: 0, lost: 0, neverRead: 0, reads: 3 },
    });
  });

  test('may miss an element whose add is not over yet', () => {
    const concurrent = '0 invoke add 1\n1 invoke read\n0 ok add 1\n1 ok read []';
    expect(judged(concurrent, read(1)).outcome).toBe('valid');
  });

  test('is unknown where no read says anything of an element', () => {
    expect(judged(read(), add(1))).toMatchObject({
      outcome: 'unknown',
      reason: 'no read shows an element, and none began after an add was over',
    });
  });

  test('is invalid where an acknowledged element is in no read any more', () => {
    const verdict = judged(add(1), add(2), read(1, 2), read(1), read(1));
    expect(kindsOf(verdict)).toEqual(['lost-element']);
    expect(verdict.anomalies[0]).toMatchObject({
      ops: [2, 3, 8, 9],
      reason:
        'element 2, which op 2 added and had acknowledged, is missing from the read of op 8, which began later, and from all reads after it',
    });
  });

  test('is invalid where an element that was seen is missing, whether its add was answered or not', () => {
    expect(kindsOf(judged(add(0), add(1, 'info'), read(0, 1), read(0)))).toEqual(['lost-element']);
    expect(judged(add(0), add(1, 'info'), read(0), read(0)).outcome).toBe('valid');
  });

  test('is invalid where an element comes late, unless the workload says that reads may be stale', () => {
    const lines = [add(1), read(), read(1)].join('\n');
    const verdict = judgeLines(setFull, lines);
    expect(kindsOf(verdict)).toEqual(['stale-element']);
    expect(verdict.details).toMatchObject({ stale: 1, stable: 1, lost: 0 });
    const plan = planOf({ workload: { name: 'set-full', options: { linearizable: false } } });
    const lenient = judgeHistory(setFull, historyOfLines(lines), plan);
    expect(lenient).toMatchObject({ outcome: 'valid', details: { stableAfter: { max_ms: 1 } } });
  });

  test('is invalid where a read has what is twice, was never added, had failed, or comes later', () => {
    expect(kindsOf(judged(add(1), read(1, 1)))).toEqual(['duplicate-element']);
    expect(kindsOf(judged(add(1), read(1, 7)))).toEqual(['unexpected-element']);
    expect(kindsOf(judged(add(1), add(2, 'fail'), read(1, 2)))).toEqual(['failed-element']);
    expect(kindsOf(judged(add(1), read(1, 2), add(2), read(1, 2)))).toEqual(['future-element']);
    // An earlier add of it, of which nobody knows what became, explains what was seen.
    expect(judged(add(2, 'info'), add(1), read(1, 2), add(2), read(1, 2)).outcome).toBe('valid');
  });

  test('is unknown where no read was answered, or no add', () => {
    expect(judged(add(1)).outcome).toBe('unknown');
    expect(judged(add(1, 'info'), read()).outcome).toBe('unknown');
  });
});
