import { defineScenario, type ProofCondition, type Scenario, type Step } from 'faultline';
import { written } from './failover.js';

/** Patroni promotes a replica when the lease of the primary has ended, after 20 s. */
const promoted: Step = { until: { primary: 'changed' }, within_ms: 60_000 };
const whole: Step = { until: { cluster: 'converged' }, within_ms: 60_000 };

/** The primary is cut off from the other nodes, and clients still reach it. */
const CUT_OFF: readonly Step[] = [
  written(150),
  { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
  promoted,
  written(100),
  { fault: 'stop-partition' },
  whole,
  written(100),
];

/** Everything on the node of the primary is killed: PostgreSQL, Patroni, and its member of etcd. */
const KILLED: readonly Step[] = [
  written(150),
  { fault: 'start-kill', value: { target: 'primary' } },
  promoted,
  written(100),
  { fault: 'stop-kill' },
  whole,
  written(100),
];

const failedOver = (fault: string, workload: string): readonly ProofCondition[] => [
  { acknowledged: 300 },
  { proven: `start-${fault}` },
  { reached: 'primary-changed' },
  { reached: 'converged' },
  ...(workload === 'list-append' ? [] : [{ finalReads: 'every-node' } as const]),
];

/** Few keys at a time, which clients read and write until the end: so what is lost is missed. */
const WORKLOADS = {
  set: {},
  register: { threadsPerKey: 3, liveKeys: 4, opsPerKey: 100 },
  'list-append': {},
} as const;

function scenario(
  said: Pick<Scenario, 'name' | 'claim' | 'source' | 'expectation' | 'anomaly'>,
  workload: keyof typeof WORKLOADS,
  fault: 'partition' | 'kill',
  synchronous: boolean,
): Scenario {
  return defineScenario({
    ...said,
    conditions: failedOver(fault, workload),
    test: {
      system: 'patroni',
      workload,
      workloadOptions: WORKLOADS[workload],
      clientMode: 'primary',
      systemOptions: { synchronous, isolation: 'serializable' },
      faults: { kind: 'steps', steps: fault === 'partition' ? CUT_OFF : KILLED },
      acknowledgedPerFault: 0,
    },
  });
}

const REPLICATION = 'Patroni 4.0 documentation, replication modes: ';
const ASYNCHRONOUS = `${REPLICATION}"In asynchronous mode the cluster is allowed to lose some committed transactions to ensure availability"`;
const SYNCHRONOUS = `${REPLICATION}with synchronous_mode "Patroni will not promote a standby unless it is certain that the standby contains all transactions that may have returned a successful commit status to client"`;

/** What a failover by Patroni loses. */
export const patroni: readonly Scenario[] = [
  scenario(
    {
      name: 'patroni-asynchronous',
      claim:
        'with asynchronous replication, Patroni loses what a primary acknowledged that was cut off',
      source: ASYNCHRONOUS,
      expectation: 'VIOLATION',
      anomaly: 'lost-write',
    },
    'set',
    'partition',
    false,
  ),
  scenario(
    {
      name: 'patroni-asynchronous-append',
      claim: 'with asynchronous replication, transactions that were committed are gone',
      source: ASYNCHRONOUS,
      expectation: 'VIOLATION',
      anomaly: 'incompatible-order',
    },
    'list-append',
    'partition',
    false,
  ),
  scenario(
    {
      name: 'patroni-synchronous',
      claim: 'with strict synchronous replication, the same partition loses nothing',
      source: SYNCHRONOUS,
      expectation: 'HOLDS',
    },
    'set',
    'partition',
    true,
  ),
  scenario(
    {
      name: 'patroni-synchronous-append',
      claim:
        'with strict synchronous replication and "serializable", transactions stay strictly serializable across a partition',
      source: SYNCHRONOUS,
      expectation: 'HOLDS',
    },
    'list-append',
    'partition',
    true,
  ),
  scenario(
    {
      name: 'patroni-synchronous-kill',
      claim:
        'with strict synchronous replication, rows stay linearizable when the primary is killed',
      source: SYNCHRONOUS,
      expectation: 'HOLDS',
    },
    'register',
    'kill',
    true,
  ),
];
