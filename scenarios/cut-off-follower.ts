import type { ProofCondition, Schedule } from '../harness/index.js';

/** A follower is cut off from the other nodes. Its clients still reach it, and read what it holds while others write. */
export const cutOffFollower: Schedule = {
  kind: 'steps',
  steps: [
    { until: { acknowledged: 100 }, within_ms: 20_000 },
    { fault: 'start-partition', value: { grudge: 'one-node', target: 'replica' } },
    { until: { acknowledged: 300 }, within_ms: 20_000 },
    { fault: 'stop-partition' },
    { until: { cluster: 'converged' }, within_ms: 60_000 },
    { until: { acknowledged: 50 }, within_ms: 20_000 },
  ],
};

export const othersWentOn: readonly ProofCondition[] = [
  { acknowledged: 400 },
  { proven: 'partition' },
  { acknowledged: 40, during: 'partition' },
  { reached: 'converged' },
];
