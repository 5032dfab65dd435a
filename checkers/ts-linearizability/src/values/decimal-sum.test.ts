import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { counter } from '../models/counter.js';
import { decimalSum } from './decimal-sum.js';

describe('the sum of decimals', () => {
  it.each([
    [0.1, 0.2, 0.3],
    [0.3, -0.1, 0.2],
    [10.25, 0.05, 10.3],
    [1e-7, 2e-7, 3e-7],
    [1, 2, 3],
    [2 ** 53 - 1, -1, 2 ** 53 - 2],
    [1e-200, 1e-200, 2e-200],
    [Infinity, 0.1, Infinity],
    [Infinity, -Infinity, NaN],
  ])('%s + %s is %s', (a, b, sum) => {
    expect(decimalSum(a, b)).toBe(sum);
  });

  it.each([
    [0.3, 'ok'],
    [0.30000000000000004, 'illegal'],
  ])('is what a counter holds: %s is %s', (seen, verdict) => {
    const add = (call: number) => {
      return { input: { f: 'add', value: 0.1 }, call, return: call + 1 } as const;
    };
    const read = { input: { f: 'read' }, output: seen, call: 6, return: 7 } as const;
    const history = [add(0), add(2), add(4), read];
    expect(checkOperations(counter(), history).verdict).toBe(verdict);
  });
});
