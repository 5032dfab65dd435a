import { defineScenario } from '../harness/index.js';
import { losingAMinority, minorityLost } from './losing-a-minority.js';
import { fencedStalledHolders, stalledHolders } from './stalled-holders.js';

const source =
  'Kleppmann, How to do distributed locking (2016): a lock that ends by itself needs a fencing token; Kingsbury, Jepsen: etcd 3.4.3 (2020): its locks do not exclude each other';

const store = { system: 'etcd', systemOptions: { lockTtl_s: 2 } } as const;

export const etcdLock = defineScenario({
  name: 'etcd-lock',
  claim: 'a lock of etcd is given to two at a time where its holder stalls past its lease',
  source,
  ...stalledHolders(store),
});

export const etcdLockFenced = defineScenario({
  name: 'etcd-lock-fenced',
  claim:
    'what the lock guards is safe all the same, where the revision of the lock is shown with each write and older ones are refused',
  source,
  ...fencedStalledHolders(store),
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
