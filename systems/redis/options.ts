import { z } from 'zod';
import { InputError, type JsonObject, type NodeLayout } from '../../harness/index.js';
import { AUTHS } from './access/access.js';
import type { Wait } from './connection/waiting-redis.js';
import { DEFAULT_VERSION, hasWaitAof, isBefore7, VERSIONS } from './versions.js';

export const count = z.number().int().min(0);
const seconds = z.number().int().min(1);
export const milliseconds = z.number().int().min(1);

/** What every server has, however it finds its primary. */
export const serverSchema = z.strictObject({
  /** Of Redis or Valkey. */
  version: z.enum(VERSIONS).default(DEFAULT_VERSION),
  /**
   * How servers and Sentinels know who connects: not at all, by one password each, or by users with passwords
   * and rights of their own. The passwords are made up for each run.
   */
  auth: z.enum(AUTHS).default('none'),
  /** Whether all connections are encrypted, with a certificate that is made for each run. */
  tls: z.boolean().default(false),
  /** `min-replicas-to-write`: a primary with fewer good replicas refuses writes; 0 switches it off. */
  minReplicasToWrite: count.default(0),
  /** `min-replicas-max-lag`: seconds after which a silent replica is no longer a good one. */
  minReplicasMaxLag_s: count.default(10),
  /** `appendonly`: with neither it nor `save` nothing is kept on disk. */
  appendonly: z.boolean().default(false),
  /** `appendfsync`: when the append-only file is synced. */
  appendfsync: z.enum(['always', 'everysec', 'no']).default('everysec'),
  /** `save`: after so many seconds with so many changes the data is saved whole; empty for never. */
  save: z
    .string()
    .regex(/^(\d+ \d+( \d+ \d+)*)?$/)
    .default('3600 1 300 100 60 10000'),
  /** `repl-timeout`: a link that is silent for so long is taken for broken. */
  replTimeout_s: seconds.default(60),
  /** `repl-ping-replica-period`: how often a primary pings its replicas. */
  replPingReplicaPeriod_s: seconds.default(10),
  /** `repl-diskless-sync`: whether a full sync is streamed instead of going through a file. */
  replDisklessSync: z.boolean().default(true),
  /** `repl-diskless-sync-delay`: how long a stream waits for more replicas before it begins. */
  replDisklessSyncDelay_s: count.default(5),
  /** `repl-backlog-size`: how much of the stream a primary keeps for replicas whose link broke. */
  replBacklogSize_bytes: z.number().int().min(16_384).default(1_048_576),
  /** `replica-serve-stale-data`: whether a replica that lost its primary goes on answering. */
  replicaServeStaleData: z.boolean().default(true),
  /**
   * Of clients: a write counts as acknowledged when `WAIT` says that so many replicas have it; 0 for
   * no `WAIT`. One that fell short is indeterminate.
   */
  waitReplicas: count.default(0),
  /**
   * Of clients: a write counts as acknowledged when `WAITAOF` says that the server has it synced in its append-only
   * file (1 instead of 0), and so many replicas in theirs; with both 0 there is no `WAITAOF`.
   */
  waitAofLocal: z.number().int().min(0).max(1).default(0),
  waitAofReplicas: count.default(0),
  /** Of clients: for how long `WAIT` or `WAITAOF` waits. */
  waitTimeout_ms: milliseconds.default(500),
  /** Of clients: a lock that nobody gives back is free again after so long; 0 for never. */
  lockTtl_ms: count.default(0),
});

const replicationSchema = serverSchema.extend({
  /** Whether each node follows the one before it, instead of all following the first. */
  chained: z.boolean().default(false),
});

const sentinelSchema = serverSchema.extend({
  /** How many nodes, from the first, hold data; 0 for all. The others have a Sentinel only. */
  dataNodes: count.default(0),
  /**
   * How many nodes have a Sentinel: those without data, then the others from the first; 0 for all
   * without data, or for all where there are none.
   */
  sentinels: count.default(0),
  /** Sentinels that must agree that the primary is down; 0 for the majority of them. */
  quorum: count.default(0),
  /** `down-after-milliseconds`. Redis' 30 s are longer than most faults of a run last. */
  downAfter_ms: milliseconds.default(1500),
  /**
   * `failover-timeout`: a failed failover is tried again after twice this, and a replica that missed
   * one is corrected after this. Redis' 180 s are longer than a run waits for the cluster to be whole.
   */
  failoverTimeout_ms: milliseconds.default(5000),
  /**
   * `replica-priority` of each node that holds data, joined by commas: the lowest is promoted first, and 0
   * never; empty for Redis' 100 of all.
   */
  replicaPriorities: z
    .string()
    .regex(/^(\d+(,\d+)*)?$/)
    .default(''),
  /** `parallel-syncs`: replicas that are re-pointed at the same time. */
  parallelSyncs: z.number().int().min(1).default(1),
});

export type ServerOptions = z.infer<typeof serverSchema>;
export type ReplicationOptions = z.infer<typeof replicationSchema>;
export type SentinelOptions = z.infer<typeof sentinelSchema>;

const SERVER_DEFAULTS: ServerOptions = serverSchema.parse({});
export const REPLICATION_DEFAULTS: ReplicationOptions = replicationSchema.parse({});
export const SENTINEL_DEFAULTS: SentinelOptions = sentinelSchema.parse({});

/** @throws InputError when an option is unknown or makes no sense. */
export function checkedOptions<T>(schema: z.ZodType<T>, options: JsonObject): T {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  throw new InputError({
    code: 'E_REDIS_OPTION',
    expected: `options of the kind ${JSON.stringify(schema.parse({}))}`,
    actual: result.error.issues
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`.replace(/^: /, ''))
      .join('; '),
    advice: 'correct the system’s options',
  });
}

/** @throws InputError when an option is unknown or makes no sense. */
export function replicationOptions(options: JsonObject): ReplicationOptions {
  return checkedOptions(replicationSchema, options);
}

/** An option that makes no sense beside the others. */
interface Nonsense {
  readonly is: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly advice: string;
}

/**
 * Checks the options of servers against each other.
 * @param replicas how many replicas a primary begins with.
 * @throws InputError for the first that makes no sense.
 */
export function checkServerOptions(options: ServerOptions, replicas: number): void {
  const { minReplicasToWrite, minReplicasMaxLag_s, appendonly, appendfsync } = options;
  const { replTimeout_s, replPingReplicaPeriod_s, waitReplicas } = options;
  const { version, waitAofReplicas } = options;
  const waitsForAof = waitAofReplicas > 0 || options.waitAofLocal > 0;
  const checks: readonly Nonsense[] = [
    {
      is: minReplicasToWrite > replicas,
      expected: `minReplicasToWrite from 0 to ${replicas}: a primary begins with ${replicas} replicas`,
      actual: `it is ${minReplicasToWrite}, with which the primary refuses every write`,
      advice: 'lower minReplicasToWrite, or give more nodes with --nodes',
    },
    {
      is: minReplicasToWrite > 0 && minReplicasMaxLag_s === 0,
      expected: 'minReplicasMaxLag_s of at least 1 with minReplicasToWrite',
      actual: 'it is 0, with which Redis ignores minReplicasToWrite',
      advice: 'raise minReplicasMaxLag_s, or leave minReplicasToWrite at 0',
    },
    {
      is: waitReplicas > replicas,
      expected: `waitReplicas from 0 to ${replicas}: a primary begins with ${replicas} replicas`,
      actual: `it is ${waitReplicas}, with which no write is ever acknowledged`,
      advice: 'lower waitReplicas, or give more nodes with --nodes',
    },
    {
      is: waitAofReplicas > replicas,
      expected: `waitAofReplicas from 0 to ${replicas}: a primary begins with ${replicas} replicas`,
      actual: `it is ${waitAofReplicas}, with which no write is ever acknowledged`,
      advice: 'lower waitAofReplicas, or give more nodes with --nodes',
    },
    {
      is: waitsForAof && !hasWaitAof(version),
      expected: 'waitAofLocal and waitAofReplicas of a version that has WAITAOF: 7.2 or later',
      actual: `the version is ${version}`,
      advice: 'add --system-option version=8.0, or use waitReplicas',
    },
    {
      is: waitsForAof && (!appendonly || appendfsync === 'no'),
      expected: 'waitAofLocal and waitAofReplicas together with an append-only file that is synced',
      actual: appendonly
        ? 'appendfsync is no, with which no server knows what is synced'
        : 'there is no append-only file',
      advice: 'add --system-option appendonly=true, and appendfsync=always or everysec',
    },
    {
      is: waitsForAof && waitReplicas > 0,
      expected: 'either waitReplicas, or waitAofLocal and waitAofReplicas',
      actual: 'both are given, and a client waits once after each write',
      advice: 'leave waitReplicas out: what a replica has synced it has received',
    },
    {
      is: !appendonly && appendfsync !== SERVER_DEFAULTS.appendfsync,
      expected: 'appendfsync together with appendonly=true',
      actual: `appendfsync is ${appendfsync}, and there is no append-only file`,
      advice: 'add --system-option appendonly=true, or leave appendfsync out',
    },
    {
      is: replPingReplicaPeriod_s >= replTimeout_s,
      expected: 'replPingReplicaPeriod_s below replTimeout_s',
      actual: `they are ${replPingReplicaPeriod_s} and ${replTimeout_s}: a link without writes would be taken for broken between two pings`,
      advice: 'lower replPingReplicaPeriod_s, or raise replTimeout_s',
    },
  ];
  const found = checks.find(({ is }) => is);
  if (found === undefined) return;
  const { expected, actual, advice } = found;
  throw new InputError({ code: 'E_REDIS_OPTION', expected, actual, advice });
}

/**
 * All nodes hold data, and none has a Sentinel.
 * @throws InputError when an option is unknown or makes no sense.
 */
export function replicationLayout(options: JsonObject, nodes: readonly string[]): NodeLayout {
  checkServerOptions(replicationOptions(options), nodes.length - 1);
  return { data: nodes, watchers: [] };
}

/**
 * The options with the zeros resolved for a number of nodes.
 * @throws InputError when an option is unknown or makes no sense.
 */
export function sentinelOptions(options: JsonObject, nodeCount: number): SentinelOptions {
  const given = checkedOptions(sentinelSchema, options);
  const dataNodes = given.dataNodes === 0 ? nodeCount : given.dataNodes;
  const withoutData = nodeCount - dataNodes;
  if (withoutData < 0) {
    throw new InputError({
      code: 'E_REDIS_OPTION',
      expected: `dataNodes of at most ${nodeCount}, since there are ${nodeCount} nodes`,
      actual: `it is ${dataNodes}`,
      advice: 'lower dataNodes, or give more nodes with --nodes',
    });
  }
  const sentinels = given.sentinels === 0 ? withoutData || nodeCount : given.sentinels;
  const quorum = given.quorum === 0 ? Math.floor(sentinels / 2) + 1 : given.quorum;
  const idle = Math.max(0, withoutData - sentinels);
  if (sentinels > nodeCount || quorum > sentinels || idle > 0) {
    throw new InputError({
      code: 'E_REDIS_OPTION',
      expected:
        'at most one Sentinel per node, a quorum of at most all Sentinels, and no node with neither data nor a Sentinel',
      actual: `there are ${nodeCount} nodes, ${dataNodes} with data, ${sentinels} Sentinels and a quorum of ${quorum}`,
      advice: 'correct "dataNodes", "sentinels" and "quorum", or the number of nodes',
    });
  }
  if (given.auth === 'acl' && isBefore7(given.version)) {
    throw new InputError({
      code: 'E_REDIS_OPTION',
      expected: 'auth=acl of Sentinels that have users: those of 6.2 or later',
      actual: `the version is ${given.version}`,
      advice: 'use auth=password, or another version',
    });
  }
  checkServerOptions(given, dataNodes - 1);
  checkPriorities(given, dataNodes);
  return { ...given, dataNodes, sentinels, quorum };
}

/** @throws InputError when there is not one priority for each node that holds data. */
function checkPriorities(options: SentinelOptions, dataNodes: number): void {
  const given = prioritiesOf(options);
  if (given.length === 0 || given.length === dataNodes) return;
  throw new InputError({
    code: 'E_REDIS_OPTION',
    expected: `replicaPriorities for each of the ${dataNodes} nodes that hold data`,
    actual: `there are ${given.length}: ${options.replicaPriorities}`,
    advice: 'give one number for each, joined by commas',
  });
}

/** The `replica-priority` of each node that holds data; empty where all have Redis' own. */
export function prioritiesOf({ replicaPriorities }: SentinelOptions): readonly number[] {
  return replicaPriorities === '' ? [] : replicaPriorities.split(',').map(Number);
}

/** Which nodes hold data and which have a Sentinel, by options that were resolved. */
export function sentinelLayout(
  { dataNodes, sentinels }: SentinelOptions,
  nodes: readonly string[],
): NodeLayout {
  const data = nodes.slice(0, dataNodes);
  const watching = new Set([...nodes.slice(dataNodes), ...data].slice(0, sentinels));
  return { data, watchers: nodes.filter((node) => watching.has(node)) };
}

/** What clients wait for after each write; `null` for nothing. */
export function waitOf(options: ServerOptions): Wait | null {
  const { waitReplicas, waitAofLocal, waitAofReplicas, waitTimeout_ms } = options;
  if (waitAofLocal > 0 || waitAofReplicas > 0) {
    return { replicas: waitAofReplicas, localFiles: waitAofLocal, timeout_ms: waitTimeout_ms };
  }
  return waitReplicas === 0 ? null : { replicas: waitReplicas, timeout_ms: waitTimeout_ms };
}
