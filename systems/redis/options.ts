import { z } from 'zod';
import { InputError } from '../../harness/core/errors.js';
import type { JsonObject } from '../../harness/core/json.js';

const count = z.number().int().min(0);
const milliseconds = z.number().int().min(1);

const replicationSchema = z.strictObject({
  /** `min-replicas-to-write`: a primary with fewer good replicas refuses writes; 0 switches it off. */
  minReplicasToWrite: count.default(0),
  /** `min-replicas-max-lag`: seconds after which a silent replica is no longer a good one. */
  minReplicasMaxLag_s: count.default(10),
  /** `appendonly` with `appendfsync everysec`; without it nothing is written to disk. */
  appendonly: z.boolean().default(false),
});

const sentinelSchema = replicationSchema.extend({
  /** How many nodes, from the first, have a Sentinel; 0 for all. */
  sentinels: count.default(0),
  /** Sentinels that must agree that the primary is down; 0 for the majority of them. */
  quorum: count.default(0),
  /** `down-after-milliseconds`. */
  downAfter_ms: milliseconds.default(1500),
  /** `failover-timeout`; a Sentinel tries a failed failover again after twice this. */
  failoverTimeout_ms: milliseconds.default(5000),
  /** `parallel-syncs`: replicas that are re-pointed at the same time. */
  parallelSyncs: z.number().int().min(1).default(1),
});

export type ReplicationOptions = z.infer<typeof replicationSchema>;
export type SentinelOptions = z.infer<typeof sentinelSchema>;

export const REPLICATION_DEFAULTS: ReplicationOptions = replicationSchema.parse({});
export const SENTINEL_DEFAULTS: SentinelOptions = sentinelSchema.parse({});

function checked<T>(schema: z.ZodType<T>, options: JsonObject): T {
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
  return checked(replicationSchema, options);
}

/**
 * The options with the zeros resolved for a number of nodes.
 * @throws InputError when an option is unknown or makes no sense.
 */
export function sentinelOptions(options: JsonObject, nodeCount: number): SentinelOptions {
  const given = checked(sentinelSchema, options);
  const sentinels = given.sentinels === 0 ? nodeCount : given.sentinels;
  const quorum = given.quorum === 0 ? Math.floor(sentinels / 2) + 1 : given.quorum;
  if (sentinels > nodeCount || quorum > sentinels) {
    throw new InputError({
      code: 'E_REDIS_OPTION',
      expected: 'at most one Sentinel per node, and a quorum of at most all Sentinels',
      actual: `there are ${nodeCount} nodes, ${sentinels} Sentinels and a quorum of ${quorum}`,
      advice: 'correct "sentinels" and "quorum"',
    });
  }
  return { ...given, sentinels, quorum };
}
