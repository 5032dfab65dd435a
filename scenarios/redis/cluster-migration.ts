import { defineScenario } from '../../harness/index.js';
import { acknowledged, CONVERGED } from './steps.js';

/**
 * n1 is cut off from the other nodes, and an administrator who reaches it lets it take slots of n3. It takes the next config
 * epoch for that, without a vote. Its replica n4 is elected on the other side, with the same epoch. When they meet, the one
 * with the smaller id takes a newer epoch: n1. So it takes its slots back from n4, which drops what it has acknowledged.
 * No key is in the slots that move, so that nothing has to go from n3 to n1.
 */
export const clusterMigrationFailover = defineScenario({
  name: 'cluster-migration-failover',
  claim:
    'a primary that is given slots while it is cut off may take its place back from the successor that was elected, and what that acknowledged is lost',
  source:
    'Redis documentation, CLUSTER SETSLOT: the importing node takes a new config epoch without agreement; cluster specification, "Configuration epoch conflicts resolution algorithm"',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [
    { acknowledged: 250 },
    { proven: 'start-partition' },
    { proven: 'slot-migration' },
    { reached: 'primary-changed' },
    { figure: { checker: 'leadership', figure: 'sharedEpochs', atLeast: 1 } },
    { reached: 'converged' },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'redis-cluster',
    // So long that n1 is not taken for failed before the slots have moved, also on a busy machine.
    systemOptions: { nodeTimeout_ms: 20_000 },
    workload: 'set',
    rate: 100,
    checkers: ['lost-writes', 'leadership'],
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(100),
        { fault: 'start-partition', value: { grudge: 'one-node', target: 'n1' } },
        { fault: 'slot-migration', value: { target: 'n3', to: 'n1', slots: 8 } },
        { until: { primary: { is: 'n4' } }, within_ms: 90_000 },
        acknowledged(100),
        { fault: 'stop-partition' },
        CONVERGED,
        acknowledged(50),
      ],
    },
  },
});
