import type { Checker, CheckerBounds } from '../harness/core/checker.js';
import { faultsProven } from './faults-proven/checker.js';
import { linearizable } from './linearizable/checker.js';
import { lostWrites } from './lost-writes/checker.js';
import { stats } from './stats/checker.js';

/** All checkers. The worker that runs them asks for them through this function. */
export function createCheckers(bounds: CheckerBounds): readonly Checker[] {
  return [faultsProven, linearizable(bounds), lostWrites, stats];
}
