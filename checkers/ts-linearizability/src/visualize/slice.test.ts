import { describe, expect, it } from 'vitest';
import type { PartitionResult } from '../types.js';
import { put } from './history.test.support.js';
import { focusOf, sliceOf } from './slice.js';

describe('sliceOf', () => {
  const writes = Array.from({ length: 100 }, (_, i) => put(`${i}`, 10 * i, 10 * i + 1));
  const positions = [...writes.keys()];
  const facts = { key: 'k', operations: 100, elapsedMs: 0, method: 'm' };
  const illegal = (witness: number[], firstUnplaceable?: number): PartitionResult => ({
    ...facts,
    verdict: 'illegal',
    explanation: {
      reason: '',
      minimal: true,
      from: 'initial-state',
      witness,
      longestPrefix: [],
      partialLinearizations: [],
      ...(firstUnplaceable === undefined ? {} : { firstUnplaceable }),
    },
  });

  it('is centered on the first error, and holds the witness wherever it is', () => {
    expect(sliceOf(writes, positions, illegal([3, 50], 50), 10)).toEqual({
      shown: [3, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54],
      before: 44,
      after: 45,
    });
  });

  it('is the beginning if there is nothing to look at', () => {
    const ok: PartitionResult = { ...facts, verdict: 'ok' };
    expect(sliceOf(writes, positions, ok, 1)).toEqual({ shown: [0], before: 0, after: 99 });
  });

  it('counts what is hidden on either side, without the witness', () => {
    expect(sliceOf(writes, positions, illegal([3, 90, 95], 50), 10)).toMatchObject({
      before: 44,
      after: 43,
    });
    expect(sliceOf(writes, positions, illegal([90, 95], 2), 10)).toMatchObject({
      before: 0,
      after: 88,
    });
  });

  it('is centered on the end of the witness if no first error is known', () => {
    expect(focusOf(illegal([3, 50]))).toBe(50);
    expect(sliceOf(writes, positions, illegal([99]), 4)).toEqual({
      shown: [96, 97, 98, 99],
      before: 96,
      after: 0,
    });
  });

  it('is about nothing if no explanation is known', () => {
    const unexplained: PartitionResult = { ...facts, verdict: 'illegal' };
    expect(focusOf(unexplained)).toBeUndefined();
    expect(sliceOf(writes, positions, unexplained, 2).shown).toEqual([0, 1]);
  });

  it('goes by calls, and by the history where they are the same', () => {
    const ok: PartitionResult = { ...facts, verdict: 'ok' };
    const mixed = [put('a', 5, 9), put('b', 0, 9), put('c', 5, 9), put('d', 0, 9)];
    expect(sliceOf(mixed, [3, 2, 1, 0], ok, 3)).toEqual({ shown: [1, 3, 0], before: 0, after: 1 });
    expect(sliceOf(mixed, [3, 2, 1, 0], ok, 4)).toEqual({
      shown: [1, 3, 0, 2],
      before: 0,
      after: 0,
    });
  });

  it('is the beginning of a history without an error, and all of a small one', () => {
    const ok: PartitionResult = { ...facts, verdict: 'ok' };
    expect(sliceOf(writes, positions, ok, 3)).toEqual({ shown: [0, 1, 2], before: 0, after: 97 });
    expect(sliceOf(writes, [5, 4], ok, 2)).toEqual({ shown: [4, 5], before: 0, after: 0 });
    expect(focusOf(ok)).toBeUndefined();
  });
});
