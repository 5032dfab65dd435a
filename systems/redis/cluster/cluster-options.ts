import { z } from 'zod';
import { InputError, type JsonObject, type NodeLayout } from '../../../harness/index.js';
import { checkServerOptions } from '../option-checks.js';
import { checkedOptions } from '../options.js';
import { count, milliseconds, serverSchema } from '../server-options.js';
import { isBefore7 } from '../versions.js';

const clusterSchema = serverSchema.extend({
  /** How many nodes begin as primaries, each with an equal part of the slots. */
  primaries: z.number().int().min(1).default(3),
  /** `cluster-node-timeout`. Redis' 15 s are longer than most faults of a run last. */
  nodeTimeout_ms: milliseconds.default(2000),
  /** `cluster-replica-validity-factor`: 0 lets a replica be promoted however old its data is. */
  replicaValidityFactor: count.default(10),
  /** `cluster-migration-barrier`: a replica leaves a primary that keeps so many for one that has none. */
  migrationBarrier: count.default(1),
  /** `cluster-allow-replica-migration`. */
  allowReplicaMigration: z.boolean().default(true),
  /** `cluster-require-full-coverage`: whether all slots are refused where one is served by nobody. */
  requireFullCoverage: z.boolean().default(true),
});

export type ClusterOptions = z.infer<typeof clusterSchema>;

export const CLUSTER_DEFAULTS: ClusterOptions = clusterSchema.parse({});

/** What begins as what, by names. */
export interface Shard {
  readonly primary: string;
  readonly replicas: readonly string[];
}

/**
 * The options for a number of nodes.
 * @throws InputError when an option is unknown or makes no sense.
 */
export function clusterOptions(options: JsonObject, nodeCount: number): ClusterOptions {
  const given = checkedOptions(clusterSchema, options);
  const { primaries } = given;
  if (primaries > nodeCount || (nodeCount > primaries && nodeCount % primaries !== 0)) {
    throw new InputError({
      code: 'E_REDIS_OPTION',
      expected: `as many replicas for each of the ${primaries} primaries: a multiple of ${primaries} nodes`,
      actual: `there are ${nodeCount} nodes`,
      advice: `run with --nodes ${primaries * 2}, or change --system-option primaries`,
    });
  }
  if (isBefore7(given.version) && !given.allowReplicaMigration) {
    throw new InputError({
      code: 'E_REDIS_OPTION',
      expected: 'allowReplicaMigration=false with a version that has the setting: 7.0 or later',
      actual: `the version is ${given.version}`,
      advice: 'raise migrationBarrier instead, so that no replica can be spared',
    });
  }
  checkServerOptions(given, nodeCount / primaries - 1);
  return given;
}

/** The first nodes are the primaries; the others are dealt out to them in turn. */
export function shardsOf(
  { primaries }: ClusterOptions,
  nodes: readonly string[],
): readonly Shard[] {
  return nodes.slice(0, primaries).map((primary, i) => ({
    primary,
    replicas: nodes.slice(primaries).filter((_, at) => at % primaries === i),
  }));
}

/**
 * Every node holds data, and they watch each other.
 * @throws InputError when an option is unknown or makes no sense.
 */
export function clusterLayout(options: JsonObject, nodes: readonly string[]): NodeLayout {
  clusterOptions(options, nodes.length);
  return { data: nodes, watchers: [] };
}
