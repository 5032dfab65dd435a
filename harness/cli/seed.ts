import { randomInt } from 'node:crypto';

/** A seed for a run that was given none. */
export function freshSeed(): number {
  return randomInt(0, 2 ** 32);
}
