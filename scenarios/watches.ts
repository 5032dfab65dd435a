import { defineScenario, type ProofCondition } from '../harness/index.js';
import { losingAMinority, minorityLost } from './losing-a-minority.js';

/** Watches that last up to two seconds, so that many are there while a leader is lost. */
const longWatches = {
  workload: 'watch',
  workloadOptions: { longestWatch_ms: 1500, writeShare: 0.9 },
  concurrency: 12,
  faults: losingAMinority,
} as const;

const wereTold: readonly ProofCondition[] = [
  ...minorityLost,
  { figure: { checker: 'watch-events', figure: 'events', atLeast: 300 } },
];

export const etcdWatch = defineScenario({
  name: 'etcd-watch',
  claim: 'watches of etcd lose no event, repeat none and keep their order while a minority is lost',
  source:
    'etcd documentation, "etcd API guarantees": watches are ordered, unique, reliable, atomic and resumable',
  expectation: 'HOLDS',
  conditions: wereTold,
  test: { system: 'etcd', ...longWatches },
});

export const zookeeperWatch = defineScenario({
  name: 'zookeeper-watch',
  claim:
    'persistent watches of ZooKeeper lose no event, repeat none and keep their order while a minority is lost; whoever connects anew looks first at what is there',
  source:
    'ZooKeeper 3.8 Programmer\'s Guide, "What ZooKeeper Guarantees about Watches"; "Persistent, Recursive Watches"',
  expectation: 'HOLDS',
  conditions: wereTold,
  test: {
    system: 'zookeeper',
    // Servers that give a silent leader up after 2 s, and not after 10.
    systemOptions: { tickTime_ms: 500, syncLimit: 4 },
    ...longWatches,
  },
});
