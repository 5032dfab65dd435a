import { defineScenario } from '../../harness/index.js';
import { acknowledged, CONVERGED } from './steps.js';

const STEPS = [
  acknowledged(150),
  { fault: 'restart', value: { target: 'primary' } },
  acknowledged(100),
  { fault: 'restart', value: { target: 'primary' } },
  acknowledged(50),
  CONVERGED,
] as const;

const CONDITIONS = [
  { acknowledged: 300 },
  { proven: 'restart' },
  { reached: 'converged' },
  { finalReads: 'every-node' },
] as const;

/** The primary is killed twice, and loads its append-only file each time. */
export const aofAlways = defineScenario({
  name: 'redis-aof-always',
  claim: 'with appendfsync always, a primary that is killed and started again has lost nothing',
  source: 'Redis documentation, Persistence, "How durable is the append only file?"',
  expectation: 'HOLDS',
  conditions: CONDITIONS,
  test: {
    system: 'redis-replication',
    systemOptions: { appendonly: true, appendfsync: 'always', save: '' },
    workload: 'set',
    faults: { kind: 'steps', steps: STEPS },
  },
});

/**
 * The same with appendfsync everysec. What was written before the process was killed is the kernel's,
 * which keeps it: only the loss of the machine costs up to about a second.
 */
export const aofEverysecKill = defineScenario({
  ...aofAlways,
  name: 'redis-aof-everysec-kill',
  claim: 'with appendfsync everysec, the kill of the process alone loses nothing',
  source: 'Redis documentation, Persistence: the write reaches the kernel before the reply',
  test: {
    ...aofAlways.test,
    systemOptions: { appendonly: true, appendfsync: 'everysec', save: '' },
  },
});
