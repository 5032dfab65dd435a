import { expect, test } from 'vitest';
import { proportionInterval } from './proportion-interval.js';

test.each([
  // Published values of the Wilson score without a correction for continuity.
  [10, 10, 0.7225, 1],
  [0, 10, 0, 0.2775],
  [81, 263, 0.2553, 0.3662],
])('%i of %i lie between %f and %f', (seen, trials, low, high) => {
  const [from, to] = proportionInterval(seen, trials);
  expect(from).toBeCloseTo(low, 4);
  expect(to).toBeCloseTo(high, 4);
});

test('without a trial there is none', () => {
  expect(() => proportionInterval(0, 0)).toThrow(RangeError);
});
