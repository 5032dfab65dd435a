import { defineScenario, type Scenario } from '../../harness/index.js';
import { oldValuesWereRead } from '../old-values-were-read.js';
import { acknowledged, CONVERGED } from './steps.js';

/** A replica is cut off, and goes on answering. */
export const replicaStaleRead = defineScenario({
  name: 'redis-replica-stale-read',
  claim: 'replicas serve stale reads',
  source: 'Redis documentation, Replication: asynchronous, and replica-serve-stale-data is on',
  expectation: 'VIOLATION',
  anomaly: 'nonlinearizable',
  conditions: [
    { acknowledged: 300 },
    { proven: 'start-partition' },
    { acknowledged: 50, during: 'partition' },
  ],
  test: {
    system: 'redis-replication',
    workload: 'register',
    clientMode: 'pinned',
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(100),
        { fault: 'start-partition', value: { grudge: 'one-node', target: 'n3' } },
        acknowledged(400),
        { fault: 'stop-partition' },
        CONVERGED,
      ],
    },
  },
});

/** What each reader of one replica sees of a key never goes back, whatever becomes of the links. */
export const replicaOrder = defineScenario({
  name: 'redis-replica-order',
  claim: 'a replica applies the writes to a key in their order, also across broken links',
  source: 'a common belief to the contrary; Redis documentation, Replication: one ordered stream',
  expectation: 'HOLDS',
  conditions: [
    { acknowledged: 800 },
    { proven: 'flapping' },
    ...oldValuesWereRead,
    { reached: 'converged' },
  ],
  test: {
    system: 'redis-replication',
    systemOptions: { replBacklogSize_bytes: 16_384, replTimeout_s: 2, replPingReplicaPeriod_s: 1 },
    workload: 'sessions',
    checkers: ['session-guarantees', 'convergence', 'staleness'],
    workloadOptions: {
      keys: 4,
      readYourWrites: false,
      writesFollowReads: false,
      readShare: 0.5,
    },
    clientMode: 'pinned',
    rate: 300,
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(200),
        {
          fault: 'start-flapping',
          value: { grudge: 'primary-from-nodes', cut_ms: 2500, open_ms: 1500 },
        },
        { for_ms: 14_000 },
        { fault: 'stop-flapping' },
        CONVERGED,
      ],
    },
  },
});

function converging(scenario: Pick<Scenario, 'name' | 'claim' | 'source'>, chained: boolean) {
  return defineScenario({
    ...scenario,
    expectation: 'HOLDS',
    conditions: [
      { acknowledged: 400 },
      { proven: 'flapping' },
      { reached: 'converged' },
      { finalReads: 'every-node' },
    ],
    test: {
      system: 'redis-replication',
      systemOptions: {
        chained,
        replBacklogSize_bytes: 16_384,
        replTimeout_s: 2,
        replPingReplicaPeriod_s: 1,
        replDisklessSync: false,
      },
      workload: 'set',
      rate: 300,
      faults: {
        kind: 'steps',
        steps: [
          acknowledged(200),
          {
            fault: 'start-flapping',
            value: { grudge: 'one-node', target: 'n2', cut_ms: 2500, open_ms: 1500 },
          },
          { for_ms: 12_000 },
          { fault: 'stop-flapping' },
          acknowledged(50),
          CONVERGED,
        ],
      },
    },
  });
}

export const chainedReplicas = converging(
  {
    name: 'redis-chained-replicas',
    claim:
      'a replica of a replica converges to the same data, also when the one between is cut off',
    source: 'Redis documentation, Replication: "replicas can also be connected to other replicas"',
  },
  true,
);

export const psyncIntegrity = converging(
  {
    name: 'redis-psync-integrity',
    claim:
      'a replica whose link breaks again and again has all data at last, with a small backlog too',
    source:
      'Redis documentation, Replication, "How Redis replication works": partial and full syncs',
  },
  false,
);
