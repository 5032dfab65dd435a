import { defineScenario } from '../../harness/index.js';
import { hastySentinels } from '../hasty-sentinels.js';
import { acknowledged } from './steps.js';

/** Sentinels announce themselves every 2 s, and learn of replicas every 10 s. */
const FOUND_EACH_OTHER = { for_ms: 12_000 };

/**
 * n1 and n2 are cut off from n3, n4 and n5, which promote one of them. Then the Sentinels of n1 and n2 are reset, as is done
 * after a Sentinel was taken out of a group. They find each other again through the old primary, know of no other Sentinel,
 * and so are a majority. When the old primary dies, they promote n2. Clients reach both sides, and follow whichever Sentinel
 * spoke last. Each side counts epochs by itself, so that both promotions mostly have the same one.
 */
export const sentinelResetSplit = defineScenario({
  name: 'sentinel-reset-split',
  claim:
    'Sentinels that do not know the others yet elect a leader of their own, and promote a second primary: writes are lost',
  source:
    'Redis Sentinel documentation, "Adding or removing Sentinels"; a majority is one of the Sentinels that a Sentinel knows',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [
    { acknowledged: 150 },
    { proven: 'start-partition' },
    { proven: 'sentinel-reset' },
    { proven: 'kill' },
    { reached: 'primary-changed' },
    { reached: 'converged' },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'redis-sentinel',
    nodeCount: 5,
    systemOptions: { ...hastySentinels, failoverTimeout_ms: 3000, quorum: 2 },
    workload: 'set',
    checkers: ['lost-writes', 'leadership'],
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(100),
        { fault: 'start-partition', value: { grudge: 'halves' } },
        { until: { primary: 'changed' }, within_ms: 30_000 },
        { fault: 'sentinel-reset', value: { target: 'n1', rediscovery: 'left-open' } },
        { fault: 'sentinel-reset', value: { target: 'n2', rediscovery: 'left-open' } },
        FOUND_EACH_OTHER,
        { fault: 'start-kill', value: { target: 'n1', process: 'redis-server' }, acknowledged: 0 },
        // No majority names n2, so that no step can await it. A second election would begin 6 s after the first one.
        { for_ms: 15_000 },
        { fault: 'stop-partition' },
        { fault: 'stop-kill' },
        // Sentinels that agree on the epoch and not on the primary make the two follow each other. That took 48 s to end.
        { until: { cluster: 'converged' }, within_ms: 120_000 },
      ],
    },
  },
});
