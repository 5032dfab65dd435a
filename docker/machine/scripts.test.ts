import { expect, test } from 'vitest';
import { limitIn } from './scripts.js';

test.each([
  ['-1\n100000\n', null],
  ['max 100000\n', null],
  ['10000\n100000\n', 10],
  ['12500 50000', 25],
])('the quota %j is %s per cent of a processor', (quota, percent) => {
  expect(limitIn(quota)).toBe(percent);
});

test.each(['', 'x 100000', '10000'])('%j is no quota, rather than a wrong one', (quota) => {
  expect(() => limitIn(quota)).toThrow(RangeError);
});
