import { defineScenario } from '../harness/index.js';
import { hastySentinels } from './hasty-sentinels.js';

/** A planned failover, with clients that go on writing to the old primary until it is told. */
export const sentinelManualFailover = defineScenario({
  name: 'sentinel-manual-failover',
  claim: 'a planned failover loses acknowledged writes that were sent to the old primary',
  source: 'Redis Sentinel documentation, SENTINEL FAILOVER: "without asking for agreement"',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [
    { acknowledged: 200 },
    { proven: 'failover' },
    { reached: 'converged' },
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
        { fault: 'failover' },
        { until: { acknowledged: 150 }, within_ms: 20_000 },
        { until: { cluster: 'converged' }, within_ms: 60_000 },
      ],
    },
  },
});
