import type { Checker } from '../harness/core/checker.js';
import { faultsProven } from './faults-proven/checker.js';
import { lostWrites } from './lost-writes/checker.js';
import { stats } from './stats/checker.js';

/** What a checker may use up; past it, its verdict is `unknown`. */
export interface CheckerBounds {
  readonly timeout_ms: number;
  readonly memory_bytes: number;
}

/** All checkers, by name. The worker that runs them asks for them through this function. */
export function createCheckers(_bounds: CheckerBounds): readonly Checker[] {
  return [faultsProven, lostWrites, stats];
}
