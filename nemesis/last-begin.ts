import type { Periodic } from './round.js';

/**
 * When the last round of a periodic schedule may begin its faults, from the beginning of the main phase:
 * while at least half of the active time is left, or in the first half of the time limit. What the ends of
 * the rounds before it take therefore doesn't cost a run its last round.
 */
export function lastBegin_ms({ active_ms }: Periodic, timeLimit_ms: number): number {
  return Math.max(timeLimit_ms / 2, timeLimit_ms - active_ms / 2);
}
