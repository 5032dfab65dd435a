import { sort } from '../../history/sort.js';
import { endOfPiece, isPause } from '../../resumable/pauses.js';
import type { Resumable } from '../../types.js';
import { following, type Chains } from './chains.js';
import type { Clusters } from './clusters.js';
import { NONE } from './effects.js';
import type { RegisterColumns } from './operations.js';

/**
 * The operations of all clusters, chain by chain in the order given, cluster by cluster: first
 * the one that makes the value, then those that saw it by their calls.
 */
export function* orderOfChains(
  columns: RegisterColumns,
  clusters: Clusters,
  chains: Chains,
  blocks: Int32Array,
): Resumable<Int32Array> {
  const { clusterOf, creator } = clusters;
  const { place, total } = yield* placesOf(clusters, chains, blocks);
  const order = new Int32Array(total);
  const put = (operation: number, cluster: number): void => {
    const at = place[cluster] as number;
    order[at] = operation;
    place[cluster] = at + 1;
  };
  for (let cluster = 0; cluster < clusters.count;) {
    for (const end = endOfPiece(cluster, clusters.count); cluster < end; cluster++) {
      if (creator[cluster] !== NONE) {
        put(creator[cluster] as number, cluster);
      }
    }
    yield;
  }
  const byCall = yield* sort(columns.call);
  for (let i = 0; i < byCall.length;) {
    for (const end = endOfPiece(i, byCall.length); i < end; i++) {
      const operation = byCall[i] as number;
      const cluster = clusterOf[operation] as number;
      if (cluster !== NONE && creator[cluster] !== operation) {
        put(operation, cluster);
      }
    }
    yield;
  }
  return order;
}

/** Where the operations of each cluster begin in the order, and how many there are in all. */
function* placesOf(
  { clusterOf, count }: Clusters,
  { head, next }: Chains,
  blocks: Int32Array,
): Resumable<{ place: Int32Array; total: number }> {
  const sizes = new Int32Array(count);
  for (let i = 0; i < clusterOf.length;) {
    for (const end = endOfPiece(i, clusterOf.length); i < end; i++) {
      const cluster = clusterOf[i] as number;
      if (cluster !== NONE) {
        sizes[cluster] = (sizes[cluster] as number) + 1;
      }
    }
    yield;
  }
  const place = new Int32Array(count);
  let total = 0;
  let steps = 0;
  for (const block of blocks) {
    for (let at = head[block] as number; at !== NONE; at = following(next, at)) {
      place[at] = total;
      total += sizes[at] as number;
      if (isPause(steps++)) {
        yield;
      }
    }
  }
  return { place, total };
}
