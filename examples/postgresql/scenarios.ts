import { defineScenario, type ProofCondition, type Scenario, type Step } from 'faultline';

/** The workload "set" on two nodes, whose clients stay with the primary that they found. */
const plan = {
  nodes: ['n1', 'n2'],
  workload: { name: 'set', options: {} },
  checkers: ['lost-writes', 'stats', 'faults-proven'],
  clientMode: 'primary',
  concurrency: 6,
  rate: 150,
  timeLimit_ms: 60_000,
  opTimeout_ms: 2000,
  recoveryTimeout_ms: 60_000,
  finalTimeout_ms: 10_000,
} as const satisfies Partial<Scenario['plan']>;

const system = (synchronous: boolean) => ({ name: 'postgresql', options: { synchronous } });

function written(writes: number): Step {
  return { until: { acknowledged: writes }, within_ms: 20_000 };
}

/** The primary is cut off from its replica, and some time later the replica takes its place. */
function failoverWhileCutOff(
  meanwhile: Step,
  afterwards: readonly Step[],
): Scenario['plan']['schedule'] {
  return {
    kind: 'steps',
    steps: [
      written(150),
      { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
      meanwhile,
      { fault: 'failover' },
      ...afterwards,
      { fault: 'stop-partition' },
      { until: { cluster: 'converged' }, within_ms: 60_000 },
      written(150),
    ],
  };
}

const failedOver: readonly ProofCondition[] = [
  { acknowledged: 300 },
  { proven: 'start-partition' },
  { proven: 'failover' },
  { reached: 'converged' },
  { finalReads: 'every-node' },
];

const healthy = defineScenario({
  name: 'postgresql-healthy',
  claim: 'with no fault, PostgreSQL keeps every write that it acknowledged',
  source: 'PostgreSQL 15 documentation, chapter 27.2: streaming replication',
  expectation: 'HOLDS',
  conditions: [{ acknowledged: 200 }, { finalReads: 'every-node' }],
  plan: {
    ...plan,
    name: 'postgresql-healthy',
    system: system(false),
    schedule: { kind: 'steps', steps: [written(250)] },
  },
});

const asynchronous = defineScenario({
  name: 'postgresql-asynchronous',
  claim: 'a failover loses what the primary acknowledged while its replica was cut off',
  source:
    'PostgreSQL 15 documentation, 27.2.8: "If the primary server crashes then some transactions that were committed may not have been replicated to the standby server, causing data loss."',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [...failedOver, { acknowledged: 100, during: 'partition' }],
  plan: {
    ...plan,
    name: 'postgresql-asynchronous',
    system: system(false),
    schedule: failoverWhileCutOff(written(150), [written(150)]),
  },
});

/** While no replica is there, a synchronous primary acknowledges nothing. */
const synchronousPlan = {
  ...plan,
  system: system(true),
  schedule: failoverWhileCutOff({ for_ms: 2000 }, []),
  acknowledgedPerFault: 0,
} as const;

const synchronous = defineScenario({
  name: 'postgresql-synchronous',
  claim: 'with synchronous replication the same failover loses nothing',
  source:
    'PostgreSQL 15 documentation, 27.2.8: "each commit of a write transaction will wait until confirmation is received that the commit has been written to the write-ahead log on disk of both the primary and standby server"',
  expectation: 'HOLDS',
  conditions: failedOver,
  plan: { ...synchronousPlan, name: 'postgresql-synchronous' },
});

const synchronousRegister = defineScenario({
  name: 'postgresql-synchronous-register',
  claim: 'with synchronous replication and clients of the primary alone, rows are linearizable',
  source: 'the authors of this example: a failover that stops the old primary first',
  expectation: 'HOLDS',
  conditions: failedOver,
  plan: {
    ...synchronousPlan,
    name: 'postgresql-synchronous-register',
    workload: { name: 'register', options: { threadsPerKey: 3, liveKeys: 4, opsPerKey: 100 } },
    model: { name: 'cas-register', options: { independent: true } },
    checkers: ['linearizable', 'stats', 'faults-proven'],
  },
});

export const scenarios = [healthy, asynchronous, synchronous, synchronousRegister];
