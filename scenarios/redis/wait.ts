import { defineScenario } from '../../harness/index.js';
import { hastySentinels } from '../hasty-sentinels.js';
import { acknowledged, CONVERGED, PRIMARY_CHANGED } from './steps.js';

/**
 * WAIT is satisfied by n2. The Sentinels of n2 and n3 prefer n3, which the primary does not reach. The Sentinel of n1 is
 * killed with the primary: it does not reach n3 either, and promotes n2 where it is the one that leads the failover.
 */
export const waitNotConsensus = defineScenario({
  name: 'redis-wait-not-consensus',
  claim:
    'a write that WAIT has confirmed is lost where another replica than the confirming one is promoted',
  source: 'Redis documentation, WAIT: "does not make Redis a strongly consistent store"',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [
    { acknowledged: 200 },
    { proven: 'start-partition' },
    { acknowledged: 50, during: 'partition' },
    { proven: 'kill' },
    { reached: 'primary-changed' },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'redis-sentinel',
    systemOptions: { ...hastySentinels, waitReplicas: 1, replicaPriorities: '100,100,1' },
    workload: 'set',
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(150),
        { fault: 'start-partition', value: { grudge: 'bridge', target: 'n2' } },
        acknowledged(150),
        { fault: 'start-kill', value: { target: 'n1' }, acknowledged: 0 },
        PRIMARY_CHANGED,
        { fault: 'stop-kill' },
        { fault: 'stop-partition' },
        CONVERGED,
      ],
    },
  },
});

/** The primary reaches no replica for a while, and stays primary: nothing is lost in the end. */
export const waitShort = defineScenario({
  name: 'redis-wait-short',
  claim: 'a write whose WAIT fell short may still be there, so that it must not count as failed',
  source:
    'Redis documentation, WAIT: the reply is the number of replicas, not a verdict on the write',
  expectation: 'HOLDS',
  conditions: [
    { acknowledged: 200 },
    { proven: 'start-partition' },
    // Without an answer, since WAIT fell short, and there at the end.
    { figure: { checker: 'lost-writes', figure: 'counts.recovered', atLeast: 5 } },
    { reached: 'converged' },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'redis-replication',
    systemOptions: { waitReplicas: 1, waitTimeout_ms: 200 },
    workload: 'set',
    acknowledgedPerFault: 0,
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(150),
        { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
        { for_ms: 5000 },
        { fault: 'stop-partition' },
        CONVERGED,
        acknowledged(50),
      ],
    },
  },
});
