import { defineScenario, type Scenario } from 'faultline';
import { failedOver, failoverWhileCutOff, sets, written } from './failover.js';

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

/** What a failover loses. */
export const replication: readonly Scenario[] = [
  healthy,
  asynchronous,
  synchronous,
  synchronousRegister,
];
