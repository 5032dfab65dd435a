import type { ChangedSetting } from 'faultline';

/** What a client asks for, whatever sets the nodes up. */
export const clientOptions = {
  /** The isolation level of every transaction of a client. */
  isolation: 'read committed',
  /** The node that a client in the mode `primary` reads from: `primary`, or `replica`. Transactions stay with the primary. */
  readsFrom: 'primary',
};
export type ClientOptions = typeof clientOptions;

/** What can be set with `--system-option name=value`, and the defaults. */
export const options = {
  /** The version of PostgreSQL: there is a folder with a Dockerfile for each. */
  version: '15',
  /** Whether commits wait for the replica, as `synchronousCommit` says. */
  synchronous: false,
  /** What a commit waits for: PostgreSQL's `synchronous_commit`. */
  synchronousCommit: 'on',
  ...clientOptions,
  /** How long the replica waits before it applies a commit: PostgreSQL's `recovery_min_apply_delay`. */
  applyDelay_ms: 0,
};
export type Options = typeof options;

/** How long a transaction waits for a lock before it looks whether it is in a deadlock. */
export const DEADLOCK_TIMEOUT = '20ms';

/** How many connections a node takes. */
export const MAX_CONNECTIONS = 200;

/** How much of its log a primary keeps for replicas that lack it. */
export const WAL_KEEP_SIZE = '1GB';

/** How long a commit with `synchronous_commit=off` may stay in memory; up to three times as long. */
export function walWriterDelay(synchronousCommit: string): string {
  return synchronousCommit === 'off' ? '5s' : '200ms';
}

const VERSIONS = ['15', '17'];
const WAIT_FOR_REPLICA = ['remote_write', 'remote_apply'];
const COMMITS = ['off', 'local', 'on', ...WAIT_FOR_REPLICA];
/** PostgreSQL takes `read uncommitted` for `read committed`. */
const LEVELS = ['read committed', 'repeatable read', 'serializable'];
const READERS = ['primary', 'replica'];

/** Why options of clients make no sense, in a sentence; nothing where they do. */
export function clientRefusal({ isolation, readsFrom }: ClientOptions): string | undefined {
  if (!LEVELS.includes(isolation)) return `isolation=${isolation} is none of ${LEVELS.join(', ')}`;
  if (!READERS.includes(readsFrom))
    return `readsFrom=${readsFrom} is none of ${READERS.join(', ')}`;
  return undefined;
}

/** Why options make no sense together, or for so many nodes, in a sentence; nothing where they do. */
export function refusal(
  { version, synchronous, synchronousCommit, isolation, readsFrom }: Options,
  { length: nodeCount }: readonly string[],
): string | undefined {
  if (nodeCount > 2) return 'the failover of this example is between two nodes';
  if (synchronous && nodeCount < 2)
    return 'synchronous=yes waits for a replica: it takes two nodes';
  if (!VERSIONS.includes(version)) return `version=${version} is none of ${VERSIONS.join(', ')}`;
  if (readsFrom === 'replica' && nodeCount < 2) return 'readsFrom=replica takes two nodes';
  if (!COMMITS.includes(synchronousCommit))
    return `synchronousCommit=${synchronousCommit} is none of ${COMMITS.join(', ')}`;
  if (!synchronous && WAIT_FOR_REPLICA.includes(synchronousCommit)) {
    return `synchronousCommit=${synchronousCommit} waits for a synchronous replica, and there is none: add synchronous=yes`;
  }
  return clientRefusal({ isolation, readsFrom });
}

/** The settings that are changed whatever sets the nodes up. */
export function sharedSettings({ isolation }: ClientOptions): readonly ChangedSetting[] {
  const all = [
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
    {
      name: 'max_connections',
      value: String(MAX_CONNECTIONS),
      default: '100',
      option: null,
      reason:
        'each client has connections of its own, and those of clients that were cut off end late',
    },
    {
      name: 'initdb --no-sync',
      value: 'on',
      default: 'off',
      option: null,
      reason: 'the set-up is faster; what it writes is not safe from a loss of power',
    },
  ];
  return changed(all);
}

export function changedSettings(given: Options): readonly ChangedSetting[] {
  const { synchronous, synchronousCommit, applyDelay_ms } = given;
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
      name: 'recovery_min_apply_delay',
      value: `${applyDelay_ms}ms`,
      default: '0ms',
      option: 'applyDelay_ms',
    },
    {
      name: 'wal_writer_delay',
      value: walWriterDelay(synchronousCommit),
      default: '200ms',
      option: null,
      reason: 'on a busy machine, a kill takes longer than commits stay in memory by default',
    },
    {
      name: 'wal_keep_size',
      value: WAL_KEEP_SIZE,
      default: '0',
      option: null,
      reason: 'a replica that was cut off still finds on its primary the log that it lacks',
    },
  ];
  return [...changed(all), ...sharedSettings(given)];
}

function changed(all: readonly ChangedSetting[]): readonly ChangedSetting[] {
  return all.filter((one) => one.value !== one.default);
}
