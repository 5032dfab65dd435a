import { defineScenario, type Scenario, type Step } from '../../harness/index.js';
import { hastySentinels } from '../hasty-sentinels.js';
import { acknowledged, CONVERGED } from './steps.js';

/** Of Redis: SENTINEL_TILT_PERIOD. */
const TILT_MS = 30_000;

const ALL_SENTINELS = ['n1', 'n2', 'n3'];

/**
 * All Sentinels stall for 3 s. Each sees that its timer came more than 2 s late, mistrusts what it knows, and goes into
 * TILT. The primary dies right after that.
 */
const PRIMARY_DIES_IN_TILT: readonly Step[] = [
  acknowledged(150),
  ...ALL_SENTINELS.map((target) => ({
    fault: 'start-pause',
    value: { target, process: 'redis-sentinel' },
    acknowledged: 0,
  })),
  { for_ms: 3000 },
  { fault: 'stop-pause' },
  { fault: 'start-kill', value: { target: 'n1', process: 'redis-server' }, acknowledged: 0 },
];

const IN_TILT: Scenario['conditions'] = [
  { acknowledged: 150 },
  { proven: 'pause' },
  { proven: 'kill' },
  { figure: { checker: 'store-events', figure: 'counts.+tilt', atLeast: 2 } },
];

const SOURCE = 'Redis Sentinel documentation, "TILT mode"';

export const sentinelTilt = defineScenario({
  name: 'sentinel-tilt',
  claim: 'Sentinels that stalled for more than 2 s order no failover for 30 s',
  source: SOURCE,
  expectation: 'BOUNDED',
  bound: {
    checker: 'leadership',
    figure: 'longestVacancy_ms',
    atLeast: TILT_MS - 10_000,
    atMost: 2 * TILT_MS,
  },
  conditions: [...IN_TILT, { reached: 'primary-changed' }, { reached: 'converged' }],
  test: {
    system: 'redis-sentinel',
    // Ten times this is longer than TILT lasts: see the scenario below.
    systemOptions: { ...hastySentinels, downAfter_ms: 5000 },
    workload: 'set',
    checkers: ['leadership', 'store-events'],
    faults: {
      kind: 'steps',
      steps: [
        ...PRIMARY_DIES_IN_TILT,
        { until: { primary: 'changed' }, within_ms: 2 * TILT_MS },
        acknowledged(50),
        { fault: 'stop-kill' },
        CONVERGED,
      ],
    },
  },
});

/**
 * A replica may be promoted if it lost its link to the primary at most ten times `down-after-milliseconds` before the
 * Sentinels took the primary for down. They do so only when TILT ends, 30 s late. Then every replica lost its link too
 * long before, and always will have.
 */
export const sentinelTiltForEver = defineScenario({
  name: 'sentinel-tilt-for-ever',
  claim:
    'where ten times down-after-milliseconds is less than 30 s, a primary that dies in TILT is never replaced',
  source: `${SOURCE}, and its rule of which replicas are good: seen in these runs`,
  expectation: 'UNAVAILABLE',
  conditions: [
    ...IN_TILT,
    // Leaders were elected, and found no replica that they may promote.
    {
      figure: {
        checker: 'store-events',
        figure: 'counts.-failover-abort-no-good-slave',
        atLeast: 2,
      },
    },
    { finalReads: 'every-node' },
  ],
  test: {
    system: 'redis-sentinel',
    systemOptions: {
      ...hastySentinels,
      failoverTimeout_ms: 2000,
      appendonly: true,
      appendfsync: 'always',
    },
    workload: 'set',
    checkers: ['lost-writes', 'store-events'],
    acknowledgedPerFault: 0,
    faults: {
      kind: 'steps',
      steps: [
        ...PRIMARY_DIES_IN_TILT,
        { for_ms: TILT_MS + 15_000 },
        { fault: 'stop-kill' },
        acknowledged(50),
        CONVERGED,
      ],
    },
  },
});
