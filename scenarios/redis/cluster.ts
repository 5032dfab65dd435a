import { defineScenario } from '../../harness/index.js';
import { acknowledged, CONVERGED } from './steps.js';

const NODE_TIMEOUT_MS = 2000;
/** The other primaries agree, a replica waits from 0.5 to 1 s before it asks for votes, and links are probed. */
const NOTICED_LATE_MS = 2000;

const BOUND_MS = NODE_TIMEOUT_MS + NOTICED_LATE_MS;

const CLUSTER = {
  system: 'redis-cluster',
  systemOptions: { nodeTimeout_ms: NODE_TIMEOUT_MS },
} as const;

/** The set lies on n1. It is cut off from the other nodes while its clients still reach it. */
export const clusterMinorityWindow = defineScenario({
  name: 'cluster-minority-window',
  claim:
    'an isolated primary of a cluster acknowledges what is lost for about the node timeout, then refuses',
  source: 'Redis cluster specification, "Write safety"',
  expectation: 'BOUNDED',
  bound: {
    checker: 'lost-writes',
    figure: 'lossWindow.duration_ns',
    atLeast: 1,
    atMost: BOUND_MS * 1e6,
  },
  conditions: [
    { acknowledged: 150 },
    { proven: 'start-partition' },
    { acknowledged: 10, during: 'partition' },
    { reached: 'primary-changed' },
    { reached: 'converged' },
    { finalReads: 'every-node' },
  ],
  test: {
    ...CLUSTER,
    workload: 'set',
    rate: 100,
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(100),
        { fault: 'start-partition', value: { grudge: 'one-node', target: 'n1' } },
        { until: { primary: { is: 'n4' } }, within_ms: 20_000 },
        // Long past the bound: if n1 still acknowledged then, it would be seen.
        { for_ms: BOUND_MS * 2 },
        acknowledged(50),
        { fault: 'stop-partition' },
        CONVERGED,
      ],
    },
  },
});

/** Two of three primaries are dead: their replicas find no majority of primaries to vote for them. */
export const clusterNoMajority = defineScenario({
  name: 'cluster-no-majority',
  claim:
    'without a majority of its primaries a cluster promotes nobody, refuses, and loses nothing',
  source: 'Redis cluster specification, "Availability": not available in the minority',
  expectation: 'UNAVAILABLE',
  conditions: [
    { acknowledged: 150 },
    { proven: 'kill' },
    { reached: 'converged' },
    { finalReads: 'every-node' },
  ],
  test: {
    ...CLUSTER,
    workload: 'set',
    rate: 100,
    acknowledgedPerFault: 0,
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(100),
        { fault: 'start-kill', value: { target: 'n2' } },
        { fault: 'start-kill', value: { target: 'n3' } },
        { for_ms: 8000 },
        { fault: 'stop-kill' },
        CONVERGED,
        acknowledged(50),
      ],
    },
  },
});

/**
 * n4, the replica of n1, is cut off from the other nodes, and takes over without anybody's vote. It has what n1 had
 * given it before. When the nodes meet again, its config epoch is the higher one, and n1 follows it.
 */
export const clusterTakeover = defineScenario({
  name: 'cluster-takeover',
  claim:
    'a takeover by a replica that does not reach its primary loses what the primary acknowledged',
  source:
    'Redis documentation, CLUSTER FAILOVER: TAKEOVER "violates the last-failover-wins principle"',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [
    { acknowledged: 150 },
    { proven: 'start-partition' },
    { proven: 'cluster-failover' },
    { acknowledged: 50, during: 'partition' },
    { reached: 'converged' },
    { finalReads: 'every-node' },
  ],
  test: {
    ...CLUSTER,
    workload: 'set',
    rate: 100,
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(100),
        { fault: 'start-partition', value: { grudge: 'one-node', target: 'n4' } },
        acknowledged(150),
        { fault: 'cluster-failover', value: { target: 'n4', mode: 'takeover' } },
        acknowledged(50),
        { fault: 'stop-partition' },
        CONVERGED,
      ],
    },
  },
});
