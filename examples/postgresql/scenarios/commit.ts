import { defineScenario, type ProofCondition, type Scenario } from 'faultline';
import { failedOver, failoverWhileCutOff, sets, written } from './failover.js';

const SOURCE = 'PostgreSQL 15 documentation, chapter 20.5.1: synchronous_commit';

const crashed: readonly ProofCondition[] = [
  { acknowledged: 300 },
  { proven: 'start-kill' },
  { reached: 'converged' },
  { finalReads: 'every-node' },
];

/** The processes of the primary are killed. What the kernel was given survives that. */
function crash(synchronousCommit: string): Scenario['test'] {
  return {
    ...sets,
    systemOptions: { synchronousCommit },
    acknowledgedPerFault: 0,
    faults: {
      kind: 'steps',
      steps: [
        written(150),
        { fault: 'start-kill', value: { target: 'primary' } },
        { fault: 'stop-kill' },
        // While clients write, a replica may always lag: of commits that need not be on a disk, it is sent none before they are.
        written(150),
      ],
    },
  };
}

/** What each value of `synchronous_commit` keeps, beside those of `replication.ts`. */
export const commit: readonly Scenario[] = [
  defineScenario({
    name: 'commit-off',
    claim: 'with synchronous_commit=off, a crash of the primary loses acknowledged writes',
    source: SOURCE,
    expectation: 'VIOLATION',
    anomaly: 'lost-write',
    conditions: crashed,
    test: crash('off'),
  }),
  defineScenario({
    name: 'commit-local-crash',
    claim: 'with synchronous_commit=local, a crash of the primary loses nothing',
    source: SOURCE,
    expectation: 'HOLDS',
    conditions: crashed,
    test: crash('local'),
  }),
  defineScenario({
    name: 'commit-local-failover',
    claim:
      'with synchronous_commit=local, a failover loses acknowledged writes although a replica is synchronous',
    source: SOURCE,
    expectation: 'VIOLATION',
    anomaly: 'lost-write',
    conditions: [...failedOver, { acknowledged: 100, during: 'partition' }],
    test: {
      ...sets,
      systemOptions: { synchronous: true, synchronousCommit: 'local' },
      faults: failoverWhileCutOff(written(150), [written(150)]),
    },
  }),
  defineScenario({
    name: 'commit-remote-apply',
    claim: 'with synchronous_commit=remote_apply, a failover loses nothing',
    source: SOURCE,
    expectation: 'HOLDS',
    conditions: failedOver,
    test: {
      ...sets,
      systemOptions: { synchronous: true, synchronousCommit: 'remote_apply' },
      faults: failoverWhileCutOff({ for_ms: 2000 }, []),
      acknowledgedPerFault: 0,
    },
  }),
];
