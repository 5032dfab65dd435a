import type { ChangedSetting } from '../../../harness/index.js';
import type { SentinelOptions } from '../options.js';
import type { ServerOptions } from '../server-options.js';

/** A setting of Redis that is an option here. */
export interface Setting<Options> {
  readonly name: string;
  readonly option: keyof Options & string;
  /** That of Redis 7.0 without a configuration. */
  readonly default: string;
}

/** In `redis.conf`. */
export const SERVER_SETTINGS: readonly Setting<ServerOptions>[] = [
  { name: 'save', option: 'save', default: '3600 1 300 100 60 10000' },
  { name: 'appendonly', option: 'appendonly', default: 'no' },
  { name: 'appendfsync', option: 'appendfsync', default: 'everysec' },
  { name: 'min-replicas-to-write', option: 'minReplicasToWrite', default: '0' },
  { name: 'min-replicas-max-lag', option: 'minReplicasMaxLag_s', default: '10' },
  { name: 'repl-timeout', option: 'replTimeout_s', default: '60' },
  { name: 'repl-ping-replica-period', option: 'replPingReplicaPeriod_s', default: '10' },
  { name: 'repl-diskless-sync', option: 'replDisklessSync', default: 'yes' },
  { name: 'repl-diskless-sync-delay', option: 'replDisklessSyncDelay_s', default: '5' },
  { name: 'repl-backlog-size', option: 'replBacklogSize_bytes', default: '1048576' },
  { name: 'replica-serve-stale-data', option: 'replicaServeStaleData', default: 'yes' },
];

/** In `redis.conf` where there are Sentinels, which look at it; by node. */
export const PRIORITY_SETTING: Setting<SentinelOptions> = {
  name: 'replica-priority',
  option: 'replicaPriorities',
  default: '""',
};

/** In `sentinel.conf`, of the group. */
export const SENTINEL_SETTINGS: readonly Setting<SentinelOptions>[] = [
  { name: 'down-after-milliseconds', option: 'downAfter_ms', default: '30000' },
  { name: 'failover-timeout', option: 'failoverTimeout_ms', default: '180000' },
  { name: 'parallel-syncs', option: 'parallelSyncs', default: '1' },
];

/** What the harness changes in every server, and why it cannot do without. */
export const NEEDED_SETTINGS: readonly ChangedSetting[] = [
  {
    name: 'protected-mode',
    value: 'no',
    default: 'yes',
    option: null,
    reason: 'the nodes and the clients are no peers of loopback, and would be refused',
  },
  {
    name: 'enable-debug-command',
    value: 'yes',
    default: 'no',
    option: null,
    reason: 'the fault debug-sleep uses it',
  },
  {
    name: 'replica-announce-ip',
    value: 'the address of the node',
    default: '""',
    option: null,
    reason: 'servers and Sentinels then name a node as the harness does',
  },
  {
    name: 'dir',
    value: 'a folder of its own',
    default: './',
    option: null,
    reason: 'faults on data files find them there',
  },
];

/** What the harness changes in every Sentinel beside that, and why. */
export const NEEDED_BY_SENTINELS: readonly ChangedSetting[] = [
  {
    name: 'sentinel announce-ip',
    value: 'the address of the node',
    default: '""',
    option: null,
    reason: 'servers and Sentinels then name a node as the harness does',
  },
  {
    name: 'sentinel known-replica, sentinel known-sentinel',
    value: 'the whole group, from the start',
    default: 'found by itself',
    option: null,
    reason: 'set-up need not wait for announcements, which come every 2 s',
  },
];

/** An option's value as Redis writes it. */
export function valueInConfig(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === '' ? '""' : String(value);
}

/** The settings whose options differ from Redis' defaults, then what the harness needs. */
export function changedSettings<
  Options extends Readonly<Record<string, string | number | boolean>>,
>(
  settings: readonly Setting<Options>[],
  options: Options,
  needed: readonly ChangedSetting[],
): readonly ChangedSetting[] {
  const byOptions = settings.flatMap((setting) => {
    const value = valueInConfig(options[setting.option] as string | number | boolean);
    return value === setting.default ? [] : [{ ...setting, value }];
  });
  return [...byOptions, ...needed];
}
