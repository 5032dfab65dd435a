import { ascending } from '../../history/sort.js';
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
  const sizes = new Int32Array(clusters.count);
  for (const cluster of clusters.clusterOf) {
    if (cluster !== NONE) {
      sizes[cluster] = (sizes[cluster] as number) + 1;
    }
  }
  const place = new Int32Array(clusters.count);
  let total = 0;
  for (const block of blocks) {
    for (let at = chains.head[block] as number; at !== NONE; at = following(chains.next, at)) {
      place[at] = total;
      total += sizes[at] as number;
    }
  }
  const order = new Int32Array(total);
  for (let cluster = 0; cluster < clusters.count; cluster++) {
    const creator = clusters.creator[cluster] as number;
    if (creator !== NONE) {
      order[place[cluster] as number] = creator;
      place[cluster] = (place[cluster] as number) + 1;
    }
  }
  for (const operation of ascending(columns.call)) {
    const cluster = clusters.clusterOf[operation] as number;
    if (cluster !== NONE && clusters.creator[cluster] !== operation) {
      order[place[cluster] as number] = operation;
      place[cluster] = (place[cluster] as number) + 1;
    }
  }
  return order;
}
