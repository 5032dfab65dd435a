import { describe, expect, it } from 'vitest';

import { checkRwRegister } from '../rw-register/check.js';
import type { RegisterOp, Transaction, Value } from '../types.js';

/** What is said of a read of a value that nobody wrote, where another was written. */
function reasonOf(written: Value, read: Value): string | undefined {
  const one = (process: number, op: RegisterOp): Transaction<RegisterOp> => {
    return { process, call: 10 * process, return: 10 * process + 5, outcome: 'ok', ops: [op] };
  };
  const history = [one(1, ['w', 'x', written]), one(2, ['r', 'x', read])];
  return checkRwRegister(history).anomalies.find(({ type }) => type === 'garbage-read')?.reason;
}

describe('a read of what nobody wrote', () => {
  it.each<readonly [Value, Value]>([
    [1, '1'],
    [1n, 1],
    [
      [1, 2],
      ['1', 2],
    ],
    [[[1]], [['1']]],
    [
      { a: 1, b: 2, c: 3 },
      { c: 3, b: 2, a: '1' },
    ],
    [
      { b: 2, c: 3, a: 1 },
      { a: '1', c: 3, b: 2 },
    ],
    [{ a: [1] }, { a: ['1'] }],
  ])('says where only types differ: case %#', (written, read) => {
    expect(reasonOf(written, read)).toMatch(/they differ in their types only\.$/);
    expect(reasonOf(read, written)).toMatch(/they differ in their types only\.$/);
  });

  it.each<readonly [Value, Value]>([
    [1, 2],
    [['1,2'], [1, 2]],
    ['[1]', [1]],
    [[1, 2], [12]],
    [[1], [2]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [new Set([1]), new Set([2])],
    [new Map([[1, 1]]), new Map([[1, 2]])],
  ])('says nothing of other values: case %#', (written, read) => {
    expect(reasonOf(written, read)).toMatch(/which nobody wrote to it\.$/);
  });
});
