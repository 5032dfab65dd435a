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

/** What two kills may cost: 150 writes a second, each time for the two seconds that Redis lets a write to the file wait. */
const WRITES_OF_TWO_KILLS = 2 * 2 * 150;

/**
 * The same with appendfsync everysec. Redis replies before it writes to the file while a sync of the file is under way, which
 * it lets go on for two seconds. Only what was written before the process was killed is the kernel's, which keeps it.
 */
export const aofEverysecKill = defineScenario({
  ...aofAlways,
  name: 'redis-aof-everysec-kill',
  claim:
    'with appendfsync everysec, the kill of the process alone costs nothing, or what was acknowledged while the disk was busy, for two seconds at most',
  source:
    'Redis, aof.c, flushAppendOnlyFile: the write is postponed while an fsync is in progress in the background, up to two seconds',
  expectation: 'BOUNDED',
  bound: { checker: 'lost-writes', figure: 'counts.lost', atMost: WRITES_OF_TWO_KILLS },
  test: {
    ...aofAlways.test,
    systemOptions: { appendonly: true, appendfsync: 'everysec', save: '' },
  },
});

/** What the kernel had not written to the disk is gone when the machine is back. */
const POWER_LOSS_STEPS = [
  acknowledged(200),
  { fault: 'start-power-loss', value: { target: 'primary' } },
  { fault: 'stop-power-loss' },
  CONVERGED,
  acknowledged(50),
] as const;

const POWER_LOSS_CONDITIONS = [
  { acknowledged: 200 },
  { proven: 'power-loss' },
  { reached: 'converged' },
  { finalReads: 'every-node' },
] as const;

/** Redis syncs once a second, and lets a sync that is under way take one more before it waits for it. */
const EVERYSEC_NS = 2e9;

/** The machine of the primary loses its power, and comes back as primary. */
export const aofAlwaysPowerLoss = defineScenario({
  ...aofAlways,
  name: 'redis-aof-always-power-loss',
  claim: 'with appendfsync always, the loss of the primary’s machine loses nothing once it is back',
  conditions: POWER_LOSS_CONDITIONS,
  test: { ...aofAlways.test, faults: { kind: 'steps', steps: POWER_LOSS_STEPS } },
});

/** The same with appendfsync everysec: what is lost was acknowledged after the last sync. */
export const aofEverysecPowerLoss = defineScenario({
  ...aofAlwaysPowerLoss,
  name: 'redis-aof-everysec-power-loss',
  claim:
    'with appendfsync everysec, the loss of the primary’s machine costs what was acknowledged in at most two seconds',
  source:
    'Redis documentation, Persistence, "How durable is the append only file?": "you may lose 1 second of data if there is a disaster"',
  expectation: 'BOUNDED',
  bound: {
    checker: 'lost-writes',
    figure: 'lossWindow.duration_ns',
    atLeast: 1,
    atMost: EVERYSEC_NS,
  },
  test: {
    ...aofAlwaysPowerLoss.test,
    systemOptions: { appendonly: true, appendfsync: 'everysec', save: '' },
  },
});
