import { defineScenario, type ProofCondition, type TestRequest } from '../harness/index.js';

const source =
  'etcd documentation, "etcd API guarantees": serializable reads are answered by one member, and may be stale with respect to the majority';

/** A follower is cut off from the other members; its clients still reach it, and read what it holds. */
const readsOfACutOffMember = {
  system: 'etcd',
  systemOptions: { reads: 'serializable' },
  faults: {
    kind: 'steps',
    steps: [
      { until: { acknowledged: 100 }, within_ms: 20_000 },
      { fault: 'start-partition', value: { grudge: 'one-node', target: 'replica' } },
      { until: { acknowledged: 300 }, within_ms: 20_000 },
      { fault: 'stop-partition' },
      { until: { cluster: 'converged' }, within_ms: 60_000 },
      { until: { acknowledged: 50 }, within_ms: 20_000 },
    ],
  },
} as const satisfies Partial<TestRequest>;

const conditions: readonly ProofCondition[] = [
  { acknowledged: 400 },
  { proven: 'partition' },
  { acknowledged: 40, during: 'partition' },
  { reached: 'converged' },
];

export const etcdSerializable = defineScenario({
  name: 'etcd-serializable',
  claim: 'serializable reads of a member that is cut off are stale',
  source,
  expectation: 'VIOLATION',
  anomaly: 'nonlinearizable',
  conditions,
  test: { ...readsOfACutOffMember, workload: 'register' },
});

export const etcdSerializableSessions = defineScenario({
  name: 'etcd-serializable-sessions',
  claim: 'the same reads never go back: each client sees the versions of a key in one order',
  source,
  expectation: 'HOLDS',
  conditions,
  test: { ...readsOfACutOffMember, workload: 'sessions' },
});
