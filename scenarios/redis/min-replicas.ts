import { defineScenario } from '../../harness/index.js';
import { hastySentinels } from '../hasty-sentinels.js';
import { acknowledged, CONVERGED, PRIMARY_CHANGED } from './steps.js';

const MAX_LAG_S = 2;
/** Redis counts good replicas once a second, and a lag in whole seconds. */
const COUNTED_LATE_S = 2;

/**
 * An isolated primary goes on acknowledging until its replicas have been silent for too long. All that
 * is lost was acknowledged within that time.
 */
export const minReplicasBounded = defineScenario({
  name: 'redis-min-replicas-bounded',
  claim:
    'min-replicas-to-write bounds the time for which an isolated primary acknowledges what is lost',
  source: 'Redis documentation, Replication, "Allow writes only with N attached replicas"',
  expectation: 'BOUNDED',
  bound: {
    checker: 'lost-writes',
    figure: 'lossWindow.duration_ns',
    atLeast: 1,
    atMost: (MAX_LAG_S + COUNTED_LATE_S) * 1e9,
  },
  conditions: [
    { acknowledged: 200 },
    { proven: 'start-partition' },
    { acknowledged: 20, during: 'partition' },
    { reached: 'primary-changed' },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'redis-sentinel',
    systemOptions: { ...hastySentinels, minReplicasToWrite: 1, minReplicasMaxLag_s: MAX_LAG_S },
    workload: 'set',
    clientMode: 'pinned',
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(150),
        { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
        PRIMARY_CHANGED,
        // Long past the bound: whoever still acknowledged then would be seen.
        { for_ms: (MAX_LAG_S + COUNTED_LATE_S) * 2000 },
        { fault: 'stop-partition' },
        CONVERGED,
      ],
    },
  },
});

/** Both replicas are gone: the primary has nobody to give its writes to, and takes none. */
export const noReplicas = defineScenario({
  name: 'redis-noreplicas',
  claim:
    'with min-replicas-to-write, a primary whose replicas are gone refuses writes and loses none',
  source: 'Redis documentation, Replication: "the master will reply with an error"',
  expectation: 'UNAVAILABLE',
  conditions: [
    { acknowledged: 200 },
    { proven: 'kill' },
    { reached: 'converged' },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'redis-replication',
    systemOptions: { minReplicasToWrite: 1, minReplicasMaxLag_s: 1 },
    workload: 'set',
    acknowledgedPerFault: 0,
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(150),
        { fault: 'start-kill', value: { target: 'n2' } },
        { fault: 'start-kill', value: { target: 'n3' } },
        { for_ms: 4000 },
        { fault: 'stop-kill' },
        CONVERGED,
        acknowledged(50),
      ],
    },
  },
});
