import type { Scenario } from '../harness/index.js';
import { hastySentinels, setCheckers, threeNodes } from './defaults.js';

/** A planned failover, with clients that go on writing to the old primary until it is told. */
export const sentinelManualFailover: Scenario = {
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
  plan: {
    ...threeNodes,
    name: 'sentinel-manual-failover',
    system: { name: 'redis-sentinel', options: hastySentinels },
    workload: { name: 'set', options: {} },
    schedule: {
      kind: 'steps',
      steps: [
        { until: { acknowledged: 150 }, within_ms: 20_000 },
        { fault: 'failover' },
        { until: { acknowledged: 150 }, within_ms: 20_000 },
        { until: { cluster: 'converged' }, within_ms: 60_000 },
      ],
    },
    checkers: setCheckers,
  },
};
