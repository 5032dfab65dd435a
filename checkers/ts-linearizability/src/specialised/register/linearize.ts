import { sort } from '../../history/sort.js';
import { following, type Chains } from './chains.js';
import type { Clusters } from './clusters.js';
import { NONE } from './effects.js';
import type { RegisterColumns } from './operations.js';

/**
 * The operations of all clusters, chain by chain in the order given, cluster by cluster: first
 * the one that makes the value, then those that saw it by their calls.
 */
export function orderOfChains(
  columns: RegisterColumns,
  clusters: Clusters,
  chains: Chains,
  blocks: Int32Array,
): Int32Array {
  const { clusterOf, creator } = clusters;
  const { place, total } = placesOf(clusters, chains, blocks);
  const order = new Int32Array(total);
  const put = (operation: number, cluster: number): void => {
    const at = place[cluster] as number;
    order[at] = operation;
    place[cluster] = at + 1;
  };
  for (let cluster = 0; cluster < clusters.count; cluster++) {
    if (creator[cluster] !== NONE) {
      put(creator[cluster] as number, cluster);
    }
  }
  const byCall = sort(columns.call);
  for (let i = 0; i < byCall.length; i++) {
    const operation = byCall[i] as number;
    const cluster = clusterOf[operation] as number;
    if (cluster !== NONE && creator[cluster] !== operation) {
      put(operation, cluster);
    }
  }
  return order;
}

/** Where the operations of each cluster begin in the order, and how many there are in all. */
function placesOf(
  { clusterOf, count }: Clusters,
  { head, next }: Chains,
  blocks: Int32Array,
): { place: Int32Array; total: number } {
  const sizes = new Int32Array(count);
  for (let i = 0; i < clusterOf.length; i++) {
    const cluster = clusterOf[i] as number;
    if (cluster !== NONE) {
      sizes[cluster] = (sizes[cluster] as number) + 1;
    }
  }
  const place = new Int32Array(count);
  let total = 0;
  for (const block of blocks) {
    for (let at = head[block] as number; at !== NONE; at = following(next, at)) {
      place[at] = total;
      total += sizes[at] as number;
    }
  }
  return { place, total };
}
