import { defineScenario } from '../harness/index.js';
import { cutOffFollower, othersWentOn } from './cut-off-follower.js';

/** The same clients, workload and faults: each client reads from and writes to its own node, whatever its role. */
const anyNode = { workload: 'register', clientMode: 'pinned', faults: cutOffFollower } as const;

const claim =
  'a common belief says that Raft is only eventually consistent, as asynchronous replication is';

export const raftVsEventualRaft = defineScenario({
  name: 'raft-vs-eventual-raft',
  claim: `${claim}; yet any node of etcd gives reads that are linearizable`,
  source:
    'Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (2014), section 8: read-only operations',
  expectation: 'HOLDS',
  conditions: othersWentOn,
  test: { ...anyNode, system: 'etcd' },
});

export const raftVsEventualReplication = defineScenario({
  name: 'raft-vs-eventual-replication',
  claim: `${claim}; replicas of Redis give old values under the very same faults`,
  source: 'Redis documentation, "Replication": asynchronous replication by default',
  expectation: 'VIOLATION',
  anomaly: 'nonlinearizable',
  conditions: othersWentOn,
  test: { ...anyNode, system: 'redis-replication' },
});
