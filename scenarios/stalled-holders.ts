import type { Scenario } from '../harness/index.js';

/** Each second time that a client is given a lock, it holds it for longer than the lock lasts, as a paused process does, and then goes on. */
const workloadOptions = { opsPerLock: 2000, stallEvery: 2, stall_ms: 5000 } as const;

type Store = Pick<Scenario['test'], 'system' | 'systemOptions'>;
type Parts = Pick<Scenario, 'expectation' | 'anomaly' | 'conditions' | 'test'>;

const faults = { kind: 'steps', steps: [{ for_ms: 12_000 }] } as const;

/** Locks of a store, given to two at a time. @param store - whose locks end 2 s after they were taken. */
export function stalledHolders(store: Store): Parts {
  return {
    expectation: 'VIOLATION',
    anomaly: 'nonlinearizable',
    conditions: [{ acknowledged: 30 }],
    test: { ...store, faults, workload: 'lock', workloadOptions },
  };
}

/** The same, where what the lock guards refuses a token that is older than one that it has seen. */
export function fencedStalledHolders(store: Store): Parts {
  return {
    expectation: 'HOLDS',
    conditions: [
      { acknowledged: 30 },
      // Without a write under an older token, nothing had to be refused.
      { figure: { checker: 'linearizable', figure: 'refusedWrites', atLeast: 1 } },
    ],
    test: {
      ...store,
      faults,
      workload: 'fenced-lock',
      workloadOptions: { ...workloadOptions, leases: true },
    },
  };
}
