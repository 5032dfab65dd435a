import { randomInt } from 'node:crypto';

const SEEDS = 2 ** 32;

/** A seed for a run that was given none. */
export function freshSeed(): number {
  return randomInt(0, SEEDS);
}

/** The seed of a repeated run, counted from 0: the first one's, and then one more for each. */
export function seedOfRepeat(first: number, repeat: number): number {
  return (first + repeat) % SEEDS;
}
