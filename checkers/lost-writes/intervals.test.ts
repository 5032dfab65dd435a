import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundedIntervals } from './intervals.js';

test('neighbours become one interval, in order', () => {
  expect(boundedIntervals([7, 3, 1, 2]).intervals).toEqual([
    [1, 3],
    [7, 7],
  ]);
});

test('intervals hold exactly the integers they were made of', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: -100, max: 100 })), (integers) => {
      const intervals = boundedIntervals(integers).intervals as readonly [number, number][];
      const expanded = intervals.flatMap(([from, to]) =>
        Array.from({ length: to - from + 1 }, (_, i) => from + i),
      );
      expect(expanded).toEqual([...integers].sort((a, b) => a - b));
    }),
  );
});

test('a thousand intervals are kept, and the rest is counted', () => {
  const scattered = Array.from({ length: 1_500 }, (_, i) => 2 * i);
  const { intervals, omitted } = boundedIntervals(scattered);
  expect(intervals).toHaveLength(1_000);
  expect(omitted).toBe(500);
});
