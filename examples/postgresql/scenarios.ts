import { defineScenario, type ProofCondition, type Schedule, type Step } from 'faultline';

/** The workload "set", whose clients stay with the primary that they found. */
const sets = { system: 'postgresql', workload: 'set', clientMode: 'primary' } as const;

function written(writes: number): Step {
  return { until: { acknowledged: writes }, within_ms: 20_000 };
}

/** The primary is cut off from its replica, and some time later the replica takes its place. */
function failoverWhileCutOff(meanwhile: Step, afterwards: readonly Step[]): Schedule {
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
  test: { ...sets, faults: { kind: 'steps', steps: [written(250)] } },
});

const asynchronous = defineScenario({
  name: 'postgresql-asynchronous',
  claim: 'a failover loses what the primary acknowledged while its replica was cut off',
  source:
    'PostgreSQL 15 documentation, 27.2.8: "If the primary server crashes then some transactions that were committed may not have been replicated to the standby server, causing data loss."',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [...failedOver, { acknowledged: 100, during: 'partition' }],
  test: { ...sets, faults: failoverWhileCutOff(written(150), [written(150)]) },
});

/** While no replica is there, a synchronous primary acknowledges nothing. */
const synchronousSets = {
  ...sets,
  systemOptions: { synchronous: true },
  faults: failoverWhileCutOff({ for_ms: 2000 }, []),
  acknowledgedPerFault: 0,
} as const;

const synchronous = defineScenario({
  name: 'postgresql-synchronous',
  claim: 'with synchronous replication the same failover loses nothing',
  source:
    'PostgreSQL 15 documentation, 27.2.8: "each commit of a write transaction will wait until confirmation is received that the commit has been written to the write-ahead log on disk of both the primary and standby server"',
  expectation: 'HOLDS',
  conditions: failedOver,
  test: synchronousSets,
});

const synchronousRegister = defineScenario({
  name: 'postgresql-synchronous-register',
  claim: 'with synchronous replication and clients of the primary alone, rows are linearizable',
  source: 'the authors of this example: a failover that stops the old primary first',
  expectation: 'HOLDS',
  conditions: failedOver,
  test: {
    ...synchronousSets,
    workload: 'register',
    workloadOptions: { threadsPerKey: 3, liveKeys: 4, opsPerKey: 100 },
  },
});

export const scenarios = [healthy, asynchronous, synchronous, synchronousRegister];
