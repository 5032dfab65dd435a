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

/**
 * Sentinels that take a silent primary for down after 1.5 s, and not after Redis' 30 s, and that try
 * a failed failover again after 10 s, and not after 6 minutes: a claim about a failover is then tested
 * in seconds, not in minutes.
 */
export const hastySentinels = { downAfter_ms: 1500, failoverTimeout_ms: 5000 } as const;

/** The checkers of the set workload. */
export const setCheckers = ['lost-writes', 'stats', 'faults-proven'] as const;
