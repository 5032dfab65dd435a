import { defineScenario, type ProofCondition } from '../harness/index.js';
import { cutOffFollower } from './cut-off-follower.js';
import { losingAMinority, minorityLost } from './losing-a-minority.js';

const guide = 'ZooKeeper 3.8 Programmer\'s Guide, "Consistency Guarantees"';

/** Servers that give a silent leader up after 2 s, and not after 10. */
const hastyServers = { tickTime_ms: 500, syncLimit: 4 } as const;

export const zookeeperRegister = defineScenario({
  name: 'zookeeper-register',
  claim:
    'writes and versioned sets of ZooKeeper are linearizable while a minority is lost, and so are reads that follow a write',
  source: `${guide}: updates have a total order, and each is agreed upon by a majority`,
  expectation: 'HOLDS',
  conditions: [...minorityLost, { finalReads: 'every-node' }],
  test: {
    system: 'zookeeper',
    systemOptions: hastyServers,
    workload: 'register',
    faults: losingAMinority,
  },
});

/**
 * Mostly reads, by many clients: one whose write to the cut off server got no answer is left, and without a majority no
 * other session begins there.
 */
const mostlyReads = {
  workload: 'sessions',
  workloadOptions: { keys: 2, readShare: 0.9 },
  checkers: ['linearizable', 'session-guarantees'],
  concurrency: 12,
  faults: cutOffFollower,
} as const;

const othersWrote: readonly ProofCondition[] = [
  { acknowledged: 400 },
  { proven: 'partition' },
  { acknowledged: 10, during: 'partition' },
  { reached: 'converged' },
];

export const zookeeperPlainReads = defineScenario({
  name: 'zookeeper-plain-reads',
  claim: 'plain reads of a server that is cut off are stale',
  source: `${guide}: "ZooKeeper does not guarantee that at every instance in time, two different clients will have identical views of ZooKeeper data"`,
  expectation: 'VIOLATION',
  anomaly: 'nonlinearizable',
  conditions: othersWrote,
  test: { ...mostlyReads, system: 'zookeeper', systemOptions: { reads: 'plain' } },
});

export const zookeeperPlainReadsSessions = defineScenario({
  name: 'zookeeper-plain-reads-sessions',
  claim: 'the same reads never go back: each client sees the versions of a key in one order',
  source: `${guide}: sequential consistency and a single system image for each client`,
  expectation: 'HOLDS',
  conditions: othersWrote,
  test: {
    ...mostlyReads,
    checkers: ['session-guarantees'],
    system: 'zookeeper',
    systemOptions: { reads: 'plain' },
  },
});

export const zookeeperSyncedReads = defineScenario({
  name: 'zookeeper-synced-reads',
  claim: 'reads after a sync are not stale where a follower is cut off: it does not answer them',
  source: `${guide}: a client that needs the latest value "should call the sync() method before it performs its read"`,
  expectation: 'HOLDS',
  conditions: othersWrote,
  test: { ...mostlyReads, system: 'zookeeper', systemOptions: { reads: 'synced' } },
});
