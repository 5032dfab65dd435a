import { defineScenario, type Scenario } from 'faultline';

/** A level of PostgreSQL, and the workload whose transactions run at it. */
interface Tried {
  readonly isolation: 'read committed' | 'repeatable read' | 'serializable';
  readonly workload: 'list-append' | 'bank' | 'write-skew';
  /** The level that the transactions of "list-append" are judged by. */
  readonly consistencyModel?: string;
}

const SOURCE = 'PostgreSQL 15 documentation, chapter 13.2: transaction isolation';

/** One node, no fault, and ten clients that want the same rows: so transactions get into each other's way. */
function scenario(
  said: Pick<Scenario, 'name' | 'claim'>,
  { isolation, workload, consistencyModel }: Tried,
  anomaly?: string,
): Scenario {
  return defineScenario({
    ...said,
    source: SOURCE,
    ...(anomaly === undefined
      ? { expectation: 'HOLDS' as const }
      : { expectation: 'VIOLATION' as const, anomaly }),
    conditions: [{ acknowledged: 300 }],
    test: {
      system: 'postgresql',
      workload,
      nodeCount: 1,
      clientMode: 'primary',
      systemOptions: { isolation },
      ...(consistencyModel === undefined ? {} : { workloadOptions: { consistencyModel } }),
      concurrency: 10,
      rate: 200,
      faults: { kind: 'steps', steps: [{ until: { acknowledged: 500 }, within_ms: 120_000 }] },
    },
  });
}

/**
 * Each level shows the anomalies that it allows, and none that it forbids. The levels of "list-append" are those of Adya:
 * PostgreSQL's "repeatable read" is snapshot isolation.
 */
export const isolation: readonly Scenario[] = [
  scenario(
    {
      name: 'isolation-read-committed',
      claim: 'at "read committed", nobody reads what was not committed',
    },
    {
      isolation: 'read committed',
      workload: 'list-append',
      consistencyModel: 'read-committed',
    },
  ),
  scenario(
    {
      name: 'isolation-read-committed-skew',
      claim: 'at "read committed", a transaction reads from several states of the database',
    },
    {
      isolation: 'read committed',
      workload: 'list-append',
      consistencyModel: 'snapshot-isolation',
    },
    'G-single',
  ),
  scenario(
    {
      name: 'isolation-read-committed-bank',
      claim: 'at "read committed", balances that are read and then written lose money',
    },
    { isolation: 'read committed', workload: 'bank' },
    'wrong-total',
  ),
  scenario(
    {
      name: 'isolation-repeatable-read',
      claim: '"repeatable read" is snapshot isolation',
    },
    {
      isolation: 'repeatable read',
      workload: 'list-append',
      consistencyModel: 'snapshot-isolation',
    },
  ),
  scenario(
    {
      name: 'isolation-repeatable-read-skew',
      claim: 'at "repeatable read", two transactions may each miss what the other one writes',
    },
    {
      isolation: 'repeatable read',
      workload: 'list-append',
      consistencyModel: 'serializable',
    },
    'G2-item',
  ),
  scenario(
    {
      name: 'isolation-repeatable-read-bank',
      claim: 'at "repeatable read", balances that are read and then written keep their sum',
    },
    { isolation: 'repeatable read', workload: 'bank' },
  ),
  scenario(
    {
      name: 'isolation-repeatable-read-predicate',
      claim: 'at "repeatable read", two transactions may both insert what only one may',
    },
    { isolation: 'repeatable read', workload: 'write-skew' },
    'write-skew',
  ),
  scenario(
    {
      name: 'isolation-serializable',
      claim: '"serializable" is serializable, and in real time with clients of one primary',
    },
    {
      isolation: 'serializable',
      workload: 'list-append',
      consistencyModel: 'strict-serializable',
    },
  ),
  scenario(
    {
      name: 'isolation-serializable-bank',
      claim: 'at "serializable", balances that are read and then written keep their sum',
    },
    { isolation: 'serializable', workload: 'bank' },
  ),
  scenario(
    {
      name: 'isolation-serializable-predicate',
      claim: 'at "serializable", one of two transactions that look for a row inserts it',
    },
    { isolation: 'serializable', workload: 'write-skew' },
  ),
];
