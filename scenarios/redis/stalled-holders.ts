import { defineScenario } from '../../harness/index.js';

const source =
  'Kleppmann, How to do distributed locking (2016): a lock that ends by itself needs a fencing token; Redis documentation, Distributed locks, "Making the algorithm more reliable"';

/**
 * Locks end 2 s after they were taken. Each fifth time, who was given one stalls for longer: it does nothing, as a process
 * that is paused, and then goes on as if it had the lock.
 */
const stalledHolders = {
  system: 'redis-replication',
  systemOptions: { lockTtl_ms: 2000 },
  faults: { kind: 'steps', steps: [{ for_ms: 12_000 }] },
} as const;

const workloadOptions = { opsPerLock: 2000, stallEvery: 5, stall_ms: 5000 } as const;

export const lockPause = defineScenario({
  name: 'redis-lock-pause',
  claim: 'a lock that expires is given to two at a time where its holder stalls past its time',
  source,
  expectation: 'VIOLATION',
  anomaly: 'nonlinearizable',
  conditions: [{ acknowledged: 30 }],
  test: { ...stalledHolders, workload: 'lock', workloadOptions },
});

export const lockFenced = defineScenario({
  name: 'redis-lock-fenced',
  claim:
    'what the lock guards is safe all the same, where a token that only rises is shown with each write and older ones are refused',
  source,
  expectation: 'HOLDS',
  conditions: [
    { acknowledged: 30 },
    // Without a write under an older token, nothing had to be refused.
    { figure: { checker: 'linearizable', figure: 'refusedWrites', atLeast: 1 } },
  ],
  test: {
    ...stalledHolders,
    workload: 'fenced-lock',
    workloadOptions: { ...workloadOptions, leases: true },
  },
});
