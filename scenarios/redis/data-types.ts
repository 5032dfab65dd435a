import { defineScenario, type Scenario } from '../../harness/index.js';
import { hastySentinels } from '../hasty-sentinels.js';
import { acknowledged, CONVERGED, PRIMARY_CHANGED } from './steps.js';

/**
 * A primary is cut off from the other nodes while smart clients still reach it. They go on using it until
 * a Sentinel of the other side tells them of the promoted replica, and then lose what they did there.
 */
function splitBrain(
  scenario: Pick<Scenario, 'name' | 'claim' | 'source' | 'expectation' | 'anomaly'>,
  test: Pick<
    Scenario['test'],
    'workload' | 'workloadOptions' | 'checkers' | 'clientMode' | 'concurrency'
  >,
  conditions: Scenario['conditions'] = [],
) {
  return defineScenario({
    ...scenario,
    conditions: [
      { acknowledged: 300 },
      { proven: 'start-partition' },
      { acknowledged: 50, during: 'partition' },
      { reached: 'primary-changed' },
      { reached: 'converged' },
      ...conditions,
    ],
    test: {
      system: 'redis-sentinel',
      systemOptions: hastySentinels,
      ...test,
      faults: {
        kind: 'steps',
        steps: [
          acknowledged(150),
          { fault: 'start-partition', value: { grudge: 'primary-from-nodes' } },
          PRIMARY_CHANGED,
          acknowledged(150),
          { fault: 'stop-partition' },
          CONVERGED,
        ],
      },
    },
  });
}

export const incrCounter = splitBrain(
  {
    name: 'redis-incr-counter',
    claim: 'INCR loses increments that were acknowledged',
    source: 'Kingsbury, Jepsen: Redis (2013): asynchronous replication under a partition',
    expectation: 'VIOLATION',
    anomaly: 'nonlinearizable',
  },
  { workload: 'counter' },
);

export const queueMove = splitBrain(
  {
    name: 'redis-queue',
    claim: 'a list as a queue loses elements, or gives them out again, across a failover',
    source: 'Redis documentation, Replication: acknowledged writes may be lost in a failover',
    expectation: 'VIOLATION',
  },
  { workload: 'queue', checkers: ['total-queue'] },
);

export const lockFailover = splitBrain(
  {
    name: 'redis-lock-failover',
    claim: 'a lock on one primary with replicas is given to two at a time across a failover',
    source:
      'Redis documentation, Distributed locks, "Why failover-based implementations are not enough"',
    expectation: 'VIOLATION',
    anomaly: 'nonlinearizable',
  },
  { workload: 'lock' },
);

export const multiAtomic = splitBrain(
  {
    name: 'redis-multi-atomic',
    claim: 'a failover never keeps one half of a script and loses the other',
    source:
      'Redis documentation, Transactions and Scripting: one command of the replication stream',
    expectation: 'HOLDS',
  },
  { workload: 'bank', checkers: ['bank-total'] },
  // Transfers were lost: nothing else could have been lost by half.
  [{ figure: { checker: 'bank-total', figure: 'displaced', atLeast: 1 } }],
);

export const streamGroups = splitBrain(
  {
    name: 'redis-stream-groups',
    claim:
      'a group of consumers of a stream loses entries, or is given some again after it acknowledged them, across a failover',
    source: 'Redis documentation, Streams: consumer groups are replicated asynchronously',
    expectation: 'VIOLATION',
  },
  { workload: 'log-groups' },
);

export const sentinelTimeTravel = splitBrain(
  {
    name: 'sentinel-time-travel',
    claim: 'a client that follows the primary across a failover reads older values than before',
    source: 'Kingsbury, Jepsen: Redis (2013): not even sequential consistency',
    expectation: 'VIOLATION',
    anomaly: 'non-monotonic-read',
  },
  { workload: 'sessions', workloadOptions: { readShare: 0.5 } },
);

/** What another workload finds in the same failover: an anomaly of one kind, or `null` where it may be one of several. */
function alsoBroken(
  workload: string,
  anomaly: string | null,
  claim: string,
  test: Pick<Scenario['test'], 'workloadOptions' | 'clientMode' | 'concurrency'> = {},
): Scenario {
  return splitBrain(
    {
      name: `redis-split-brain-${workload}`,
      claim: `${claim} across a failover`,
      source: 'Redis documentation, Replication: acknowledged writes may be lost in a failover',
      expectation: 'VIOLATION',
      ...(anomaly !== null && { anomaly }),
    },
    { workload, ...test },
  );
}

/** The other workloads that Redis serves, each under the fault from which it suffers most. */
export const splitBrains: readonly Scenario[] = [
  alsoBroken('set-full', 'lost-element', 'a set loses elements that were read'),
  alsoBroken(
    'register',
    'nonlinearizable',
    'a register goes back to a value that had been replaced',
  ),
  alsoBroken(
    'multi-register',
    'nonlinearizable',
    'registers that are written together go back to older values',
  ),
  alsoBroken('unique-ids', 'duplicate-id', 'a counter gives out the same id twice'),
  alsoBroken('log', 'missing-value', 'a stream loses entries, and gives their offsets to others'),
  alsoBroken('fenced-lock', 'nonlinearizable', 'a fencing token of a lock is given out twice'),
  // A lease must last longer than a client needs to change the primary.
  alsoBroken('lease', 'lease-held-twice', 'a lease is given to two holders', {
    workloadOptions: { leases: 20, duration_ms: 2000 },
    concurrency: 40,
  }),
  alsoBroken(
    'list-append',
    'incompatible-order',
    'a transaction sees lists that later begin otherwise',
  ),
  // Which cycle it is, is chance.
  alsoBroken('rw-register', null, 'transactions see registers go back'),
  // Smart clients use one primary at a time, so that none of them would see the other one.
  alsoBroken('long-fork', 'long-fork', 'reads of two primaries see writes in another order', {
    clientMode: 'pinned',
  }),
  alsoBroken('write-skew', 'write-skew', 'two inserts that exclude each other both succeed', {
    clientMode: 'pinned',
  }),
];
