import { defineScenario } from '../harness/index.js';
import { losingAMinority, minorityLost } from './losing-a-minority.js';

const source =
  'Kleppmann, How to do distributed locking (2016): a lock that ends by itself needs a fencing token; Kingsbury, Jepsen: etcd 3.4.3 (2020): its locks do not exclude each other';

/** Locks end 2 s after they were taken. Each fifth time, who was given one stalls for longer, as a paused process does. */
const stalledHolders = {
  system: 'etcd',
  systemOptions: { lockTtl_s: 2 },
  faults: { kind: 'steps', steps: [{ for_ms: 12_000 }] },
} as const;

const workloadOptions = { opsPerLock: 2000, stallEvery: 5, stall_ms: 5000 } as const;

export const etcdLock = defineScenario({
  name: 'etcd-lock',
  claim: 'a lock of etcd is given to two at a time where its holder stalls past its lease',
  source,
  expectation: 'VIOLATION',
  anomaly: 'nonlinearizable',
  conditions: [{ acknowledged: 30 }],
  test: { ...stalledHolders, workload: 'lock', workloadOptions },
});

export const etcdLockFenced = defineScenario({
  name: 'etcd-lock-fenced',
  claim:
    'what the lock guards is safe all the same, where the revision of the lock is shown with each write and older ones are refused',
  source,
  expectation: 'HOLDS',
  conditions: [
    { acknowledged: 30 },
    // Without a write under an older token, nothing had to be refused.
    { figure: { checker: 'linearizable', figure: 'refusedWrites', atLeast: 1 } },
  ],
  test: {
    ...stalledHolders,
    workload: 'fenced-lock',
    workloadOptions: { ...workloadOptions, leases: true },
  },
});

export const etcdLease = defineScenario({
  name: 'etcd-lease',
  claim:
    'no lease of etcd ends before its time and is given to another one, while a minority is lost',
  source:
    'etcd documentation, "etcd API": the cluster keeps a lease for at least its time to live, also when the leader changes',
  expectation: 'HOLDS',
  conditions: minorityLost,
  test: {
    system: 'etcd',
    workload: 'lease',
    // One in ten is renewed; the others are given back, or end by themselves after 2 s.
    workloadOptions: { leases: 40, duration_ms: 2000, clockError_ms: 50, mayOutlive: true },
    concurrency: 24,
    faults: losingAMinority,
  },
});
