import { defineScenario } from '../harness/index.js';
import { oldValuesWereRead } from './old-values-were-read.js';
import { cutOffFollower, othersWentOn } from './cut-off-follower.js';

const source =
  'etcd documentation, "etcd API guarantees": serializable reads are answered by one member, and may be stale with respect to the majority';

const serializableReads = {
  system: 'etcd',
  systemOptions: { reads: 'serializable' },
  faults: cutOffFollower,
} as const;

export const etcdSerializable = defineScenario({
  name: 'etcd-serializable',
  claim: 'serializable reads of a member that is cut off are stale',
  source,
  expectation: 'VIOLATION',
  anomaly: 'nonlinearizable',
  conditions: othersWentOn,
  test: { ...serializableReads, workload: 'register' },
});

export const etcdSerializableSessions = defineScenario({
  name: 'etcd-serializable-sessions',
  claim: 'the same reads never go back: each client sees the versions of a key in one order',
  source,
  expectation: 'HOLDS',
  conditions: [...othersWentOn, ...oldValuesWereRead],
  test: {
    ...serializableReads,
    workload: 'sessions',
    checkers: ['session-guarantees', 'convergence', 'staleness'],
  },
});
