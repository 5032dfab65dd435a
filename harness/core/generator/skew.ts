import type { Random } from '../random.js';

/**
 * An integer in `[0, bound)`, of which some come more often than others: `i` with a weight of
 * `1 / (i + 1) ** skew`. All come equally often where the skew is 0; at 1 the first of 32 comes for a quarter of all.
 */
export function skewedInteger(
  random: Random,
  bound: number,
  skew: number,
): [integer: number, next: Random] {
  if (skew === 0) return random.integer(bound);
  const weightOf = (integer: number): number => (integer + 1) ** -skew;
  let total = 0;
  for (let integer = 0; integer < bound; integer += 1) total += weightOf(integer);
  const [fraction, next] = random.fraction();
  let left = fraction * total;
  for (let integer = 0; integer < bound; integer += 1) {
    left -= weightOf(integer);
    if (left < 0) return [integer, next];
  }
  return [bound - 1, next];
}
