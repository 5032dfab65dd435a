import { expect, it } from 'vitest';

import { Random } from '../random.js';
import { skewedInteger } from './skew.js';

/** How often each of eight integers comes in 8,000 draws. */
function counts(skew: number): readonly number[] {
  const all = Array.from({ length: 8 }, () => 0);
  let random = Random.fromSeed(3);
  for (let draw = 0; draw < 8_000; draw += 1) {
    const [integer, next] = skewedInteger(random, 8, skew);
    all[integer] = (all[integer] ?? 0) + 1;
    random = next;
  }
  return all;
}

it('draws all integers equally often without a skew, and the first ones most often with one', () => {
  for (const count of counts(0)) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  const skewed = counts(1);
  expect(skewed.toSorted((a, b) => b - a)).toEqual(skewed);
  // 1 of 1 + 1/2 + … + 1/8
  expect(skewed[0]).toBeGreaterThan(2_700);
  expect(skewed[7]).toBeGreaterThan(250);
});
