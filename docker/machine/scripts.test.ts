import { expect, test } from 'vitest';
import { limitIn, memoryLimitIn } from './scripts.js';

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

test.each([
  ['max\n', null],
  ['9223372036854771712\n', null],
  ['4611686018427387904\n', null],
  ['67108864\n', 67_108_864],
])('the limit %j is %s bytes of memory', (limit, bytes) => {
  expect(memoryLimitIn(limit)).toBe(bytes);
});

test.each(['', '-1', '64m'])('%j is no limit of memory, rather than a wrong one', (limit) => {
  expect(() => memoryLimitIn(limit)).toThrow(RangeError);
});
