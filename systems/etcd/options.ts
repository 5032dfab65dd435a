import type { ChangedSetting } from '../../harness/index.js';
import { problemWithChoice } from '../choice.js';
import { DEFAULT_VERSION, VERSIONS } from './image.js';

/** How etcd is started, and how its clients read. */
export type EtcdOptions = {
  /** One of {@link VERSIONS}. */
  readonly version: string;
  /** `linearizable`: agreed upon with the other members; `serializable`: what the asked member holds. */
  readonly reads: string;
  /** Between heartbeats of the leader. */
  readonly heartbeat_ms: number;
  /** Without a heartbeat, until a member stands for election. */
  readonly electionTimeout_ms: number;
  /** Entries of Raft between two snapshots. */
  readonly snapshotCount: number;
  /** Whether members acknowledge what they have not synced to their disks; from 3.5 on. */
  readonly unsafeNoFsync: boolean;
  /** Of the workloads `lock` and `fenced-lock`; 0 for locks that last until they are given back. */
  readonly lockTtl_s: number;
  /** An image with another etcd, which the engine has or can pull; empty for that of the version. */
  readonly image: string;
};

/** Those of etcd itself are its own defaults. */
export const defaults = {
  version: DEFAULT_VERSION as string,
  reads: 'linearizable',
  heartbeat_ms: 100,
  electionTimeout_ms: 1000,
  snapshotCount: 100_000,
  unsafeNoFsync: false as boolean,
  lockTtl_s: 0,
  image: '',
} satisfies EtcdOptions;

const READS = ['linearizable', 'serializable'];

/** Why options make no sense together, in a sentence. */
export function problemWith(options: EtcdOptions): string | undefined {
  const { reads, heartbeat_ms, electionTimeout_ms, snapshotCount, lockTtl_s } = options;
  const { version, image } = options;
  const unknownVersion = problemWithChoice('version', version, VERSIONS);
  if (unknownVersion !== undefined) return `${unknownVersion}; \`image\` takes any other`;
  if (image !== '' && version !== DEFAULT_VERSION) {
    return `image is ${image}, which brings a version of its own; version is ${version}`;
  }
  if (options.unsafeNoFsync && image === '' && version === '3.4') {
    return 'unsafeNoFsync is true, and etcd has it from 3.5 on; version is 3.4';
  }
  const unknownReads = problemWithChoice('reads', reads, READS);
  if (unknownReads !== undefined) return unknownReads;
  if (!Number.isInteger(lockTtl_s) || lockTtl_s < 0) {
    return `lockTtl_s is ${lockTtl_s}, and etcd counts whole seconds`;
  }
  if (!(Number.isInteger(snapshotCount) && snapshotCount > 0)) {
    return `snapshotCount is ${snapshotCount}, and has to be a whole number above 0`;
  }
  if (!(heartbeat_ms > 0)) return `heartbeat_ms is ${heartbeat_ms}, and has to be above 0`;
  if (electionTimeout_ms < 5 * heartbeat_ms || electionTimeout_ms > 50_000) {
    return `electionTimeout_ms is ${electionTimeout_ms}, and etcd takes 5 times heartbeat_ms (${heartbeat_ms}) to 50000`;
  }
  return undefined;
}

/** Options of etcd by the names of its own parameters. */
const SETTINGS = [
  ['heartbeat_ms', 'heartbeat-interval'],
  ['electionTimeout_ms', 'election-timeout'],
  ['snapshotCount', 'snapshot-count'],
  ['unsafeNoFsync', 'unsafe-no-fsync'],
] as const;

/** Its parameters for these options. */
export function parametersOf(options: EtcdOptions): readonly string[] {
  // Older versions do not know every parameter.
  return SETTINGS.filter(([option]) => options[option] !== false).map(
    ([option, name]) => `--${name}=${options[option]}`,
  );
}

/** What differs from etcd's own defaults. */
export function changedSettings(options: EtcdOptions): readonly ChangedSetting[] {
  return SETTINGS.filter(([option]) => options[option] !== defaults[option]).map(
    ([option, name]) => ({
      name,
      value: String(options[option]),
      default: String(defaults[option]),
      option,
    }),
  );
}
