import { expect, test } from 'vitest';

import { freshSeed, seedOfRepeat } from './seed.js';

test('repeats count on from the first seed, and stay seeds', () => {
  expect([0, 1, 2].map((repeat) => seedOfRepeat(7, repeat))).toEqual([7, 8, 9]);
  expect(seedOfRepeat(0xffffffff, 1)).toBe(0);
  expect(freshSeed()).toBeLessThan(2 ** 32);
});
