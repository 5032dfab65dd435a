import { z } from 'zod';
import { InputError, type JsonObject, type NodeLayout } from '../../harness/index.js';
import { AUTHS } from './access/access.js';
import type { Wait } from './connection/waiting-redis.js';
import { checkServerOptions, refuseNonsense } from './option-checks.js';
import { DEFAULT_VERSION, isBefore7, VERSIONS } from './versions.js';

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
  checkServerOptions(given, dataNodes - 1);
  checkSentinelOptions(given, dataNodes);
  return { ...given, dataNodes, sentinels, quorum };
}

/**
 * Checks the options of Sentinels against each other, and against the servers that they watch.
 * @throws InputError for the first that makes no sense.
 */
function checkSentinelOptions(options: SentinelOptions, dataNodes: number): void {
  const { auth, version, parallelSyncs, replicaPriorities } = options;
  const priorities = prioritiesOf(options);
  const replicas = Math.max(1, dataNodes - 1);
  refuseNonsense([
    {
      is: auth === 'acl' && isBefore7(version),
      expected: 'auth=acl of Sentinels that have users: those of 6.2 or later',
      actual: `the version is ${version}`,
      advice: 'use auth=password, or another version',
    },
    {
      is: priorities.length > 0 && priorities.length !== dataNodes,
      expected: `replicaPriorities for each of the ${dataNodes} nodes that hold data`,
      actual: `there are ${priorities.length}: ${replicaPriorities}`,
      advice: 'give one number for each, joined by commas',
    },
    {
      is: priorities.length > 1 && priorities.every((priority) => priority === 0),
      expected: 'a node that Sentinels may promote: one with a priority above 0',
      actual: `replicaPriorities are ${replicaPriorities}`,
      advice: 'raise one of them, or use redis-replication, where nothing is promoted by itself',
    },
    {
      is: parallelSyncs > replicas,
      expected: `parallelSyncs from 1 to ${replicas}: so many replicas can be re-pointed at a time`,
      actual: `it is ${parallelSyncs}`,
      advice: 'lower parallelSyncs, or give more nodes with data',
    },
  ]);
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
