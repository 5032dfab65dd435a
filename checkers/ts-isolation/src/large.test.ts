import { describe, expect, it } from 'vitest';

import { checkListAppend } from './list-append/check.js';
import { checkRwRegister } from './rw-register/check.js';
import type { ListOp, RegisterOp, Transaction } from './types.js';

describe('a violation in a large history', () => {
  it('of many lost updates is found however many they are, and although none of them is read', () => {
    const history = Array.from({ length: 3000 }, (_, at): Transaction<ListOp> => {
      const ops: ListOp[] = [
        ['r', 'x', []],
        ['append', 'x', at],
      ];
      return { process: at, call: 0, return: 1, outcome: 'ok', ops };
    });
    const { counts, anomalies } = checkListAppend(history);
    expect(counts).toEqual({ 'lost-update': 2999, 'G2-item': 1 });
    expect(anomalies.at(-1)?.transactions).toHaveLength(2);
  });

  it('is found in one component of a hundred thousand transactions', () => {
    const length = 100_000;
    const ring = Array.from({ length }, (_, at): Transaction<ListOp> => {
      const before = (at + length - 1) % length;
      const ops: ListOp[] = [
        ['append', at, 1],
        ['r', before, [1]],
      ];
      return { process: at, call: 0, return: 1, outcome: 'ok', ops };
    });
    const { counts, anomalies } = checkListAppend(ring);
    expect(counts).toEqual({ G1c: 1 });
    expect(anomalies[0]?.transactions).toHaveLength(length);
    expect(anomalies[0]?.reason).toMatch(/: each must come before the next, and T100000 before T1/);
  });

  it('of PRAM is found along a long chain of writes of many sessions', () => {
    const claims = { consistencyModel: 'pram', linearizableKeys: true } as const;
    const chain = Array.from({ length: 20_000 }, (_, at): Transaction<RegisterOp> => {
      const times = { call: 2 * at, return: 2 * at + 1 };
      return { process: at % 50, ...times, outcome: 'ok', ops: [['w', 'x', at]] };
    });
    const reader = (value: number, call: number): Transaction<RegisterOp> => {
      const times = { call, return: call + 1 };
      return { process: 50, ...times, outcome: 'ok', ops: [['r', 'x', value]] };
    };
    const forth = [...chain, reader(19_999, 40_000)];
    expect(checkRwRegister(forth, claims).verdict).toBe('valid');
    const back = [...forth, reader(3, 40_002)];
    expect(checkRwRegister(back, claims).forbidden).toContain('pram-violation');
  });

  it('of 17,000 processes is not judged by clocks of them all, and that is said', () => {
    const alone = (process: number, ops: readonly RegisterOp[]): Transaction<RegisterOp> => {
      return { process, outcome: 'ok', ops };
    };
    const many = Array.from({ length: 17_000 }, (_, at) => alone(at, [['w', at, 1]]));
    const both = alone(17_000, [
      ['w', 'x', 1],
      ['w', 'y', 1],
    ]);
    const fractured = alone(17_001, [
      ['r', 'x', 1],
      ['r', 'y', null],
    ]);
    expect(checkRwRegister([...many, both, fractured], { consistencyModel: 'pram' })).toMatchObject(
      {
        verdict: 'unknown',
        undecided: ['causal', 'pram'],
        counts: { 'G-single': 1, 'fractured-read': 1, 'non-monotonic-read': 1 },
      },
    );
  });
});
