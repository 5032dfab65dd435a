import { describe, expect, test } from 'vitest';
import { planOf } from '../../tests/fixtures/plan.js';
import { historyOfTimes, judgeHistory, kindsOf } from '../../tests/fixtures/history-lines.js';
import type { Verdict } from '../../harness/core/verdict.js';
import { leaseExclusion } from './checker.js';

/** What is said of events with their times in milliseconds, where clocks err by 10 ms. */
function judged(text: string, mayOutlive = false): Verdict {
  const options = { clockError_ms: 10, mayOutlive };
  return judgeHistory(
    leaseExclusion,
    historyOfTimes(text),
    planOf({ workload: { name: 'lease', options } }),
  );
}

const FIRST = `0 0 invoke acquire [1,["a",100]]
10 0 ok acquire [1,["a",100]]`;

describe('a lease', () => {
  test('that is given again after its time, or after its release, is valid', () => {
    const verdict = judged(`${FIRST}
      90 1 invoke acquire [1,["b",100]]
      91 1 ok acquire [1,["b",100]]
      120 1 invoke release [1,"b"]
      121 2 invoke acquire [1,["c",100]]
      122 2 ok acquire [1,["c",100]]
      123 1 ok release [1,"b"]`);
    expect(verdict).toMatchObject({ outcome: 'valid', reason: '3 leases never overlapped' });
  });

  test('that is given while another one surely has it is invalid', () => {
    const verdict = judged(`${FIRST}
      80 1 invoke acquire [1,["b",100]]
      89 1 ok acquire [1,["b",100]]`);
    expect(verdict).toMatchObject({ outcome: 'invalid', reason: 'found: lease-held-twice (1)' });
    expect(verdict.anomalies).toMatchObject([
      {
        kind: 'lease-held-twice',
        ops: [0, 1, 2, 3],
        reason:
          'a surely had lease 1 from 0.010 s to 0.090 s by op 0, and b was given it by op 2, acknowledged at 0.089 s',
      },
    ]);
  });

  test('may be given again where a release of its holder may have come in between', () => {
    const other = '30 1 invoke acquire [1,["b",100]]\n31 1 ok acquire [1,["b",100]]';
    expect(judged(`${FIRST}\n20 0 invoke release [1,"a"]\n${other}`).outcome).toBe('valid');
    const late = '0 2 invoke release [1,"a"]\n1 2 info release [1,"a"]';
    expect(judged(`${late}\n${FIRST}\n${other}`).outcome).toBe('valid');
    expect(
      judged(`${FIRST}\n20 0 invoke release [1,"a"]\n21 0 fail release [1,"a"]\n${other}`).outcome,
    ).toBe('invalid');
  });

  test('is no other lease', () => {
    const other = '30 1 invoke acquire [2,["b",100]]\n31 1 ok acquire [2,["b",100]]';
    expect(judged(`${FIRST}\n${other}`).outcome).toBe('valid');
  });

  test('that is renewed lasts longer', () => {
    const renewed = `${FIRST}
      50 0 invoke acquire [1,["a",100]]
      51 0 ok acquire [1,["a",100]]`;
    const other = (at: number): string =>
      `${at} 1 invoke acquire [1,["b",100]]\n${at} 1 ok acquire [1,["b",100]]`;
    expect(judged(`${renewed}\n${other(120)}`).outcome).toBe('invalid');
    expect(judged(`${renewed}\n${other(140)}`).outcome).toBe('valid');
  });

  test('that is released after its time had passed is invalid, and not within the error of clocks', () => {
    const release = (at: number): string =>
      `${at} 0 invoke release [1,"a"]\n${at + 1} 0 ok release [1,"a"]`;
    expect(judged(`${FIRST}\n${release(120)}`).outcome).toBe('valid');
    const late = judged(`${FIRST}\n${release(121)}`);
    expect(kindsOf(late)).toEqual(['lease-outlived-its-time']);
    expect(late.reason).toContain('set the option mayOutlive=true of the workload');
  });
});

test('where nobody has a lease, or an op is none of a lease, nobody knows', () => {
  expect(judged('0 0 invoke acquire [1,["a",100]]\n1 0 fail acquire [1,["a",100]]').outcome).toBe(
    'unknown',
  );
  expect(judged('0 0 invoke acquire [1,"a"]\n1 0 ok acquire [1,"a"]').reason).toContain(
    'an acquire of [lease, [holder, duration_ms]] at op 0',
  );
});

test('where a lease may outlive its time, a late release is valid, and two holders at once are invalid all the same', () => {
  const late = `${FIRST}
    200 0 invoke release [1,"a"]
    201 0 ok release [1,"a"]`;
  expect(kindsOf(judged(late))).toEqual(['lease-outlived-its-time']);
  expect(judged(late, true).outcome).toBe('valid');
  const shared = `${FIRST}
    40 1 invoke acquire [1,["b",100]]
    41 1 ok acquire [1,["b",100]]`;
  expect(kindsOf(judged(shared, true))).toEqual(['lease-held-twice']);
});
