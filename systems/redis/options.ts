import { z } from 'zod';
import { InputError, type JsonObject, type NodeLayout } from '../../harness/index.js';
import type { Wait } from './connection/waiting-redis.js';
import { checkServerOptions, refuseNonsense } from './option-checks.js';
import { count, milliseconds, type ServerOptions, serverSchema } from './server-options.js';
import { isBefore7 } from './versions.js';

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
