import type { TestPlan } from '../harness/index.js';

/** What the scenarios share: three nodes, bounds that suit containers on one machine. */
export const threeNodes = {
  nodes: ['n1', 'n2', 'n3'],
  clientMode: 'pinned',
  concurrency: 6,
  rate: 150,
  timeLimit_ms: 60_000,
  opTimeout_ms: 2_000,
  recoveryTimeout_ms: 60_000,
  finalTimeout_ms: 10_000,
} as const satisfies Partial<TestPlan>;

/** The checkers of the set workload. */
export const setCheckers = ['lost-writes', 'stats', 'faults-proven'] as const;
