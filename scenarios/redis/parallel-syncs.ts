import { defineScenario, type Scenario } from '../../harness/index.js';
import { hastySentinels } from '../hasty-sentinels.js';
import { acknowledged, CONVERGED } from './steps.js';

/**
 * A failover that is ordered while clients go on writing to the old primary. The other two replicas follow that until they
 * are told to follow the new one, and have then more of its writes than the new one has. So each needs a full sync, which
 * begins 2 s after it was asked for. A replica without a link refuses reads.
 */
function failoverInOrder(
  parallelSyncs: 1 | 2,
  { name, claim, bound }: Pick<Scenario, 'name' | 'claim'> & Required<Pick<Scenario, 'bound'>>,
) {
  return defineScenario({
    name,
    claim,
    source:
      'Redis Sentinel documentation, "parallel-syncs": the lower the number, the more time a failover takes',
    expectation: 'BOUNDED',
    bound,
    conditions: [
      { acknowledged: 200 },
      { proven: 'failover' },
      // Both were re-pointed by the Sentinel that led the failover.
      { figure: { checker: 'store-events', figure: 'counts.+slave-reconf-done', atLeast: 2 } },
      { figure: { checker: 'replica-links', figure: 'down_ms', atLeast: 1000 } },
      { reached: 'converged' },
    ],
    test: {
      system: 'redis-sentinel',
      nodeCount: 4,
      systemOptions: {
        ...hastySentinels,
        // Past this, a Sentinel re-points all that are left at once.
        failoverTimeout_ms: 60_000,
        sentinels: 3,
        replicaPriorities: '100,1,100,100',
        replDisklessSyncDelay_s: 2,
        replicaServeStaleData: false,
        parallelSyncs,
      },
      workload: 'set',
      clientMode: 'pinned',
      checkers: ['replica-links', 'store-events'],
      faults: {
        kind: 'steps',
        steps: [acknowledged(150), { fault: 'failover' }, acknowledged(100), CONVERGED],
      },
    },
  });
}

const MOST_DOWN = { checker: 'replica-links', figure: 'mostDown' } as const;

export const parallelSyncsOne = failoverInOrder(1, {
  name: 'sentinel-parallel-syncs-one',
  claim: 'with parallel-syncs 1, a failover makes one replica at a time refuse reads',
  bound: { ...MOST_DOWN, atMost: 1 },
});

export const parallelSyncsTwo = failoverInOrder(2, {
  name: 'sentinel-parallel-syncs-two',
  claim: 'with parallel-syncs 2, a failover makes two replicas refuse reads at a time',
  bound: { ...MOST_DOWN, atLeast: 2 },
});
