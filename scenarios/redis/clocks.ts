import { defineScenario } from '../../harness/index.js';
import { acknowledged, CONVERGED } from './steps.js';

const JUMP_MS = 100_000;

/**
 * All leases are held when the clock jumps, and end at once for the primary only. They last so long that a busy machine
 * has time to give them out again before their holders have lost them.
 */
export const lockClock = defineScenario({
  name: 'redis-lock-clock',
  claim:
    'a lock that expires is given to a second holder when the clock of the primary jumps ahead',
  source:
    'Kleppmann, How to do distributed locking (2016): Redis takes the time of expiry from a clock that may jump',
  expectation: 'VIOLATION',
  anomaly: 'lease-held-twice',
  conditions: [{ acknowledged: 15 }, { proven: 'start-clock' }],
  test: {
    system: 'redis-replication',
    workload: 'lease',
    workloadOptions: { leases: 3, duration_ms: 5000 },
    faults: {
      kind: 'steps',
      steps: [
        acknowledged(10),
        { fault: 'start-clock', value: { target: 'primary', offset_ms: JUMP_MS } },
        acknowledged(5),
        { fault: 'stop-clock' },
        CONVERGED,
      ],
    },
  },
});

/** A replica whose clock is behind, and that no longer hears from its primary that a key has expired. */
export const ttlSlowClock = defineScenario({
  name: 'redis-ttl-slow-clock',
  claim: 'a replica with a slow clock serves keys past their expiry',
  source:
    'Redis documentation, EXPIRE, "Expires and replication": by the logical clock of the replica',
  expectation: 'VIOLATION',
  anomaly: 'expired-value',
  conditions: [
    { acknowledged: 300 },
    { proven: 'start-clock' },
    { proven: 'start-partition' },
    { acknowledged: 20, during: 'partition' },
  ],
  test: {
    system: 'redis-replication',
    workload: 'expiry',
    workloadOptions: { opsPerKey: 1000, writeShare: 0.3, longestLifetime_ms: 300 },
    clientMode: 'pinned',
    faults: {
      kind: 'steps',
      steps: [
        { fault: 'start-clock', value: { target: 'n3', offset_ms: -JUMP_MS } },
        acknowledged(150),
        { fault: 'start-partition', value: { grudge: 'one-node', target: 'n3' } },
        acknowledged(300),
        { fault: 'stop-partition' },
        { fault: 'stop-clock' },
        CONVERGED,
      ],
    },
  },
});
