import { defineScenario } from '../../harness/index.js';
import { acknowledged, CONVERGED } from './steps.js';

/** The primary keeps nothing on disk and comes back empty, before anybody could promote a replica. */
export const primaryEmptyRestart = defineScenario({
  name: 'redis-primary-empty-restart',
  claim: 'a primary without persistence that is restarted at once wipes its replicas',
  source:
    'Redis documentation, Replication, "Safety of replication when master has persistence turned off"',
  expectation: 'VIOLATION',
  anomaly: 'lost-write',
  conditions: [
    { acknowledged: 200 },
    { proven: 'restart' },
    { reached: 'converged' },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'redis-replication',
    systemOptions: { save: '' },
    workload: 'set',
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(150),
        { fault: 'restart', value: { target: 'primary' } },
        acknowledged(50),
        CONVERGED,
      ],
    },
  },
});
