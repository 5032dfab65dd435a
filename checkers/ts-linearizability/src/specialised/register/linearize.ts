import { orderByRank, UNRANKED } from '../ranks.js';
import { following, type Chains } from './chains.js';
import type { Clusters } from './clusters.js';
import { NONE } from './effects.js';
import type { RegisterColumns } from './operations.js';

/**
 * The operations of all clusters, chain by chain, cluster by cluster: first the one that makes the
 * value, then those that saw it by their calls.
 */
export function linearize(
  columns: RegisterColumns,
  { clusterOf, creator, count }: Clusters,
  chains: Chains,
  order: Int32Array,
): Int32Array {
  const rankOf = new Int32Array(count);
  let rank = 0;
  for (const chain of order) {
    for (let at = chains.head[chain] as number; at !== NONE; at = following(chains.next, at)) {
      rankOf[at] = rank;
      rank += 2;
    }
  }
  const ranks = clusterOf.map((cluster, operation) =>
    cluster === NONE
      ? UNRANKED
      : (rankOf[cluster] as number) + (creator[cluster] === operation ? 0 : 1),
  );
  return orderByRank(ranks, columns);
}
