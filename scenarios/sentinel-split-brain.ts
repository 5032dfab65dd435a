import { defineScenario } from '../harness/index.js';
import { hastySentinels } from './hasty-sentinels.js';

/**
 * The primary is cut off, with its Sentinel, from the other nodes. The clients that are pinned to it
 * still reach it, and go on writing to it. The majority promotes a replica. The old primary goes on
 * acknowledging writes until it hears of that, and then drops them.
 */
export const sentinelSplitBrain = defineScenario({
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
  test: {
    system: 'redis-sentinel',
    systemOptions: hastySentinels,
    workload: 'set',
    clientMode: 'pinned',
    faults: {
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
  },
});
