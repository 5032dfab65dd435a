import { defineScenario, type Scenario } from 'faultline';
import { written } from './failover.js';

/** What reads of the replica see, with a synchronous replica that applies each commit 50 ms late. */
function readsOfReplica(
  said: Pick<Scenario, 'name' | 'claim' | 'source' | 'expectation' | 'anomaly'>,
  synchronousCommit: string,
): Scenario {
  return defineScenario({
    ...said,
    conditions: [{ acknowledged: 300 }, { finalReads: 'every-node' }],
    test: {
      system: 'postgresql',
      workload: 'register',
      workloadOptions: { threadsPerKey: 5, liveKeys: 4, opsPerKey: 100 },
      clientMode: 'primary',
      systemOptions: {
        version: '17',
        synchronous: true,
        synchronousCommit,
        readsFrom: 'replica',
        applyDelay_ms: 50,
      },
      concurrency: 10,
      faults: { kind: 'steps', steps: [written(500)] },
    },
  });
}

/** Clients write to the primary, and read from the replica. */
export const reads: readonly Scenario[] = [
  readsOfReplica(
    {
      name: 'commit-on-replica-reads',
      claim:
        'with synchronous_commit=on, reads of the synchronous replica miss acknowledged writes',
      source:
        'PostgreSQL 17 documentation, chapter 19.5.1, synchronous_commit: "on" waits until the replica has received the commit and flushed it to disk, and not until it has applied it',
      expectation: 'VIOLATION',
      anomaly: 'nonlinearizable',
    },
    'on',
  ),
  readsOfReplica(
    {
      name: 'commit-remote-apply-replica-reads',
      claim:
        'with synchronous_commit=remote_apply, reads of the replica see every acknowledged write',
      source:
        'PostgreSQL 17 documentation, chapter 19.5.1, synchronous_commit: with "remote_apply" a commit waits until the replica has applied it, "so that it has become visible to queries on the standby(s)"',
      expectation: 'HOLDS',
    },
    'remote_apply',
  ),
];
