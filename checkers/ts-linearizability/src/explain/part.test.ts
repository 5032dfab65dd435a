import { describe, expect, it } from 'vitest';
import type { Operation } from '../types.js';
import { lastReturns, only, upToReturn } from './part.js';

type Op = Operation<string, string>;

const op = (call: number, returned: number): Op => ({ input: '', call, return: returned });

const history = [op(0, 3), op(1, 9), op(2, Infinity), op(4, 6), op(5, 5), op(6, 8), op(7, 8)];

describe('upToReturn', () => {
  it('leaves out what was called later, and makes optional what returns later', () => {
    const part = upToReturn(history, 3);
    expect(part.origin).toEqual([0, 1, 2, 3, 4, 5]);
    expect(part.operations.map(({ return: returned }) => returned)).toEqual([
      3,
      Infinity,
      Infinity,
      6,
      5,
      Infinity,
    ]);
  });

  it('binds the optional ones first, then the others by their returns, equals in their order', () => {
    expect(upToReturn(history, 3).binding).toEqual([1, 2, 5, 0, 4, 3]);
    expect(upToReturn(history, 6).binding).toEqual([1, 2, 0, 4, 3, 5, 6]);
    expect(upToReturn(history, 2).binding).toEqual([2, 0, 4, 3, 5, 6, 1]);
  });
});

describe('lastReturns', () => {
  it('leaves out what was over before, and does not bind what was open then', () => {
    const part = lastReturns(upToReturn(history, 3), 2);
    expect(part?.origin).toEqual([1, 2, 3, 4, 5]);
    expect(part?.binding).toEqual([4, 3, 2]);
  });

  it('is nothing if there are no more returns than that', () => {
    expect(lastReturns(upToReturn(history, 3), 3)).toBeUndefined();
    expect(lastReturns(upToReturn(history, 3), 100)).toBeUndefined();
  });
});

describe('only', () => {
  it('keeps the operations in their order, wherever they come from', () => {
    const part = only(history, [5, 2, 0]);
    expect(part.origin).toEqual([0, 2, 5]);
    expect(part.operations).toEqual([history[0], history[2], history[5]]);
    expect(part.binding).toEqual([1, 0, 2]);
  });
});
