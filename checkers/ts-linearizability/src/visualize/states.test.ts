import { describe, expect, it } from 'vitest';
import type { Model } from '../types.js';
import { statesAlong } from './states.js';

describe('statesAlong', () => {
  /** A number that an operation moves by some of several amounts. */
  const moves: Model<number, readonly number[], null> = {
    name: 'moves',
    init: () => [0],
    step: (at, amounts) => amounts.map((amount) => at + amount),
  };
  const operations = [[1, 2], [], [0, 1, 2, 3], [0, 1, 2, 3, 4]].map((input, i) => ({
    input,
    call: i,
    return: i + 1,
  }));

  it('tells all states that are possible, up to five', () => {
    expect(statesAlong(moves, operations, [0, 2, 3])).toEqual([
      { id: 0, before: '0', after: '1 or 2' },
      { id: 2, before: '1 or 2', after: '1 or 2 or 3 or 4 or 5' },
      { id: 3, before: '1 or 2 or 3 or 4 or 5', after: '1 or 2 or 3 or 4 or 5 or others' },
    ]);
  });

  it('ends where the model can take no more', () => {
    expect(statesAlong(moves, operations, [0, 1, 2])).toEqual([
      { id: 0, before: '0', after: '1 or 2' },
    ]);
    expect(statesAlong(moves, operations, [1])).toEqual([]);
  });

  it('describes states as the model does, or as values', () => {
    const described = { ...moves, describeState: (at: number) => `at ${at}` };
    expect(statesAlong(described, operations, [0])).toEqual([
      { id: 0, before: 'at 0', after: 'at 1 or at 2' },
    ]);
    const wide = { name: 'wide', init: () => [1n], step: (at: bigint) => [at + 1n] };
    expect(statesAlong(wide, operations, [0])).toEqual([{ id: 0, before: '1n', after: '2n' }]);
  });
});
