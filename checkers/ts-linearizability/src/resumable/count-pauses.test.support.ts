import type { Resumable } from '../types.js';

/** Runs a computation to its end, and counts how often it paused. */
export function countPauses<Result>(work: Resumable<Result>): {
  readonly result: Result;
  readonly pauses: number;
} {
  for (let pauses = 0; ; pauses++) {
    const turn = work.next();
    if (turn.done === true) {
      return { result: turn.value, pauses };
    }
  }
}

/**
 * How often a computation pauses if each look at the clock takes so long: with 0 only where it
 * counts its steps, with 1 also at every look.
 */
export function pausesAt(msPerLook: number, work: () => Resumable<unknown>): number {
  const now = performance.now.bind(performance);
  let clock = 0;
  performance.now = () => (clock += msPerLook);
  try {
    return countPauses(work()).pauses;
  } finally {
    performance.now = now;
  }
}
