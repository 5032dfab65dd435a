import { defineScenario } from '../../harness/index.js';
import { acknowledged, CONVERGED, PRIMARY_CHANGED } from './steps.js';

/**
 * n4 is cut off from the other nodes and takes the place of n1; n5 takes the place of n2 on the other side. Neither asks for
 * votes, so that both take the same next epoch. When they meet again, one of them takes a newer one.
 */
export const clusterEpochs = defineScenario({
  name: 'cluster-epochs',
  claim:
    'primaries that took the same config epoch on both sides of a partition end with an epoch each',
  source: 'Redis cluster specification, "Configuration epoch conflicts resolution algorithm"',
  expectation: 'HOLDS',
  conditions: [
    { acknowledged: 150 },
    { proven: 'start-partition' },
    { proven: 'cluster-failover' },
    { figure: { checker: 'leadership', figure: 'sharedEpochs', atLeast: 1 } },
    { reached: 'converged' },
  ],
  test: {
    system: 'redis-cluster',
    workload: 'set',
    rate: 100,
    checkers: ['leadership'],
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(100),
        { fault: 'start-partition', value: { grudge: 'one-node', target: 'n4' } },
        { fault: 'cluster-failover', value: { target: 'n4', mode: 'takeover' } },
        { fault: 'cluster-failover', value: { target: 'n5', mode: 'takeover' } },
        acknowledged(50),
        { fault: 'stop-partition' },
        CONVERGED,
        acknowledged(50),
      ],
    },
  },
});

/**
 * n1 has two replicas, n4 and n7. The link between n1 and n7 is cut, so that n7 misses what n1 takes and hears all other
 * nodes. Then n1 dies. A replica waits 1 s longer before it asks for votes for each other one that it knows to have a
 * larger offset.
 */
export const clusterRankDelay = defineScenario({
  name: 'cluster-rank-delay',
  claim: 'of two replicas of a cluster, the one with the larger offset is promoted',
  source: 'Redis cluster specification, "Replica rank"',
  expectation: 'BOUNDED',
  bound: { checker: 'stats', figure: 'okByNode.n7', atMost: 0 },
  conditions: [
    { acknowledged: 250 },
    { proven: 'partition' },
    { acknowledged: 100, during: 'partition' },
    { proven: 'kill' },
    { reached: 'primary-changed' },
    { reached: 'converged' },
  ],
  test: {
    system: 'redis-cluster',
    nodeCount: 9,
    systemOptions: { nodeTimeout_ms: 4000 },
    workload: 'set',
    rate: 100,
    checkers: [],
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(100),
        { fault: 'start-partition', value: { grudge: 'apart', targets: ['n1', 'n7'] } },
        acknowledged(150),
        { fault: 'start-kill', value: { target: 'n1' }, acknowledged: 0 },
        PRIMARY_CHANGED,
        acknowledged(50),
        { fault: 'stop-partition' },
        { fault: 'stop-kill' },
        CONVERGED,
      ],
    },
  },
});
