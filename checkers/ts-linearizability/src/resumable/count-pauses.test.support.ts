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
