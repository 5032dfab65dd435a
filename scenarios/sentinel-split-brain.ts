import type { Scenario } from '../harness/index.js';
import { hastySentinels, setCheckers, threeNodes } from './defaults.js';

/**
 * The primary is cut off, with its Sentinel, from the other nodes. The clients that are pinned to it
 * still reach it, and go on writing to it. The majority promotes a replica. The old primary goes on
 * acknowledging writes until it hears of that, and then drops them.
 */
export const sentinelSplitBrain: Scenario = {
  name: 'sentinel-split-brain',
  claim: 'a primary that is cut off from the other nodes loses what its clients write meanwhile',
  source:
    'Kingsbury, Jepsen: Redis (2013); Redis Sentinel documentation, "Consistency under partitions"',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [
    { acknowledged: 200 },
    { proven: 'start-partition' },
    { acknowledged: 100, during: 'partition' },
    { reached: 'primary-changed' },
    { finalReads: 'every-node' },
  ],
  plan: {
    ...threeNodes,
    name: 'sentinel-split-brain',
    system: { name: 'redis-sentinel', options: hastySentinels },
    workload: { name: 'set', options: {} },
    schedule: {
      kind: 'steps',
      steps: [
        { until: { acknowledged: 150 }, within_ms: 20_000 },
        { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
        { until: { primary: 'changed' }, within_ms: 20_000 },
        { until: { acknowledged: 150 }, within_ms: 20_000 },
        { fault: 'stop-partition' },
        { until: { cluster: 'converged' }, within_ms: 60_000 },
      ],
    },
    checkers: setCheckers,
  },
};
