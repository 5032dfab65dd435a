import type { ChangedSetting } from 'faultline';

/** What can be set with `--system-option name=value`, and the defaults. */
export const options = {
  /** Whether commits wait for the replica, as `synchronousCommit` says. */
  synchronous: false,
  /** What a commit waits for: PostgreSQL's `synchronous_commit`. */
  synchronousCommit: 'on',
  /** The isolation level of every transaction of a client. */
  isolation: 'read committed',
};
export type Options = typeof options;

/** How long a transaction waits for a lock before it looks whether it is in a deadlock. */
export const DEADLOCK_TIMEOUT = '20ms';

const WAIT_FOR_REPLICA = ['remote_write', 'remote_apply'];
const COMMITS = ['off', 'local', 'on', ...WAIT_FOR_REPLICA];
/** PostgreSQL takes `read uncommitted` for `read committed`. */
const LEVELS = ['read committed', 'repeatable read', 'serializable'];

/** Why options make no sense together, or for so many nodes, in a sentence; nothing where they do. */
export function refusal(
  { synchronous, synchronousCommit, isolation }: Options,
  { length: nodeCount }: readonly string[],
): string | undefined {
  if (nodeCount > 2) return 'the failover of this example is between two nodes';
  if (synchronous && nodeCount < 2)
    return 'synchronous=yes waits for a replica: it takes two nodes';
  if (!COMMITS.includes(synchronousCommit))
    return `synchronousCommit=${synchronousCommit} is none of ${COMMITS.join(', ')}`;
  if (!LEVELS.includes(isolation)) return `isolation=${isolation} is none of ${LEVELS.join(', ')}`;
  if (!synchronous && WAIT_FOR_REPLICA.includes(synchronousCommit)) {
    return `synchronousCommit=${synchronousCommit} waits for a synchronous replica, and there is none: add synchronous=yes`;
  }
  return undefined;
}

export function changedSettings({
  synchronous,
  synchronousCommit,
  isolation,
}: Options): readonly ChangedSetting[] {
  const all = [
    {
      name: 'synchronous_standby_names',
      value: synchronous ? 'n1, n2' : 'empty',
      default: 'empty',
      option: 'synchronous',
    },
    {
      name: 'synchronous_commit',
      value: synchronousCommit,
      default: 'on',
      option: 'synchronousCommit',
    },
    {
      name: 'default_transaction_isolation',
      value: isolation,
      default: 'read committed',
      option: 'isolation',
    },
    {
      name: 'deadlock_timeout',
      value: DEADLOCK_TIMEOUT,
      default: '1s',
      option: null,
      reason:
        'clients that want the same rows are often in deadlocks, and an op waits no longer than 2 s',
    },
  ];
  return all.filter((one) => one.value !== one.default);
}
