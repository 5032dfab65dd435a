import { type ClientMode, defineScenario, type Scenario } from '../harness/index.js';

/** No fault, nothing lost: as much part of the library as the violations. */
function keepsWrites(system: string, clientMode: ClientMode = 'pinned'): Scenario {
  return defineScenario({
    name: `healthy-${system}`,
    claim: `with no fault, ${system} keeps every write that it acknowledged`,
    source: 'what every store promises; a harness that finds a loss here lies',
    expectation: 'HOLDS',
    conditions: [{ acknowledged: 200 }, { finalReads: 'every-node' }],
    test: {
      system,
      workload: 'set',
      clientMode,
      faults: { kind: 'steps', steps: [{ until: { acknowledged: 250 }, within_ms: 30_000 }] },
    },
  });
}

/** Every other workload on a system that serves it, with the clients that the system has by default. */
function servesWell(
  system: string,
  workload: string,
  workloadOptions: Scenario['test']['workloadOptions'] = {},
): Scenario {
  return defineScenario({
    name: `healthy-${system}-${workload}`,
    claim: `with no fault, the workload ${workload} finds nothing on ${system}`,
    source: 'what every store promises; a harness that finds an anomaly here lies',
    expectation: 'HOLDS',
    conditions: [{ acknowledged: 100 }],
    test: {
      system,
      workload,
      workloadOptions,
      faults: { kind: 'steps', steps: [{ until: { acknowledged: 100 }, within_ms: 30_000 }] },
    },
  });
}

/** Workloads that all systems serve. */
const COMMON = [
  'set-full',
  'register',
  'multi-register',
  'sessions',
  'counter',
  'unique-ids',
  'queue',
  'log',
  'lock',
  'fenced-lock',
  'bank',
  'list-append',
  'rw-register',
  'long-fork',
  'write-skew',
];
const REDIS = [...COMMON, 'log-groups', 'lease', 'expiry'];

/** The healthy runs: each workload on each system that serves it. */
export const healthy: readonly Scenario[] = [
  keepsWrites('redis-replication'),
  ...REDIS.map((workload) => servesWell('redis-replication', workload)),
  keepsWrites('redis-sentinel'),
  ...REDIS.map((workload) => servesWell('redis-sentinel', workload)),
  // Clients that follow the slots: pinned ones could write to a third of the nodes only.
  keepsWrites('redis-cluster', 'smart'),
  ...REDIS.map((workload) => servesWell('redis-cluster', workload)),
  keepsWrites('etcd'),
  ...COMMON.map((workload) => servesWell('etcd', workload)),
  // Leases of etcd last whole seconds, and may last longer than was asked for.
  servesWell('etcd', 'lease', { leases: 40, duration_ms: 2000, mayOutlive: true }),
  servesWell('etcd', 'watch'),
  keepsWrites('zookeeper'),
  // Locks of ZooKeeper end with the session, and a client that got no answer gives its session up.
  ...[...COMMON, 'watch'].map((workload) =>
    servesWell('zookeeper', workload, workload === 'fenced-lock' ? { leases: true } : {}),
  ),
  keepsWrites('memory'),
  ...[...REDIS, 'watch'].map((workload) => servesWell('memory', workload)),
];
