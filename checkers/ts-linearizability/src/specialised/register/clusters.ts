import type { Effects } from './effects.js';
import { NONE } from './effects.js';
import { INITIAL, Kind, type RegisterColumns } from './operations.js';

/**
 * All operations on one value: the one that made it, and those that saw it. In a legal order
 * they are together. A value that nobody looked at may be written often; then each of the writes
 * is a cluster.
 */
export interface Clusters {
  readonly count: number;
  /** Per operation: its cluster, `NONE` if it has none. */
  readonly clusterOf: Int32Array;
  /** Per cluster: the operation that made its value, `NONE` for the initial value. */
  readonly creator: Int32Array;
  readonly firstReturn: Float64Array;
  readonly lastCall: Float64Array;
  /** Per cluster: the operation that returned first, `NONE` if it is the initial state. */
  readonly firstReturned: Int32Array;
  /** Per cluster: the operation that was called last, `NONE` if there is none. */
  readonly lastCalled: Int32Array;
}

/** A read that cannot have seen its value. */
export interface ImpossibleSight {
  /** The operation that saw the value. */
  readonly by: number;
  readonly because: 'never-written' | 'not-yet-written';
}

/** Groups the operations by value, or finds one that saw what it cannot have seen. */
export function clustersOf(columns: RegisterColumns, effects: Effects): Clusters | ImpossibleSight {
  const { value, from, values } = columns;
  const { kind, creatorOf, creators } = effects;
  const total = kind.length;
  const clusterOf = new Int32Array(total).fill(NONE);
  // Each value that was made more than once has that many clusters.
  const capacity = creators.reduce((sum, made) => sum + Math.max(0, made - 1), values);
  const clusters = {
    count: values,
    clusterOf,
    creator: new Int32Array(capacity).fill(NONE),
    firstReturn: new Float64Array(capacity).fill(Infinity),
    lastCall: new Float64Array(capacity).fill(-Infinity),
    firstReturned: new Int32Array(capacity).fill(NONE),
    lastCalled: new Int32Array(capacity).fill(NONE),
  };
  clusters.firstReturn[INITIAL] = -Infinity;
  for (let i = 0; i < total; i++) {
    const id = value[i] as number;
    switch (kind[i]) {
      case Kind.write:
      case Kind.cas: {
        if (kind[i] === Kind.cas && creators[from[i] as number] === 0) {
          return { by: i, because: 'never-written' };
        }
        const cluster = creatorOf[id] === i && id !== INITIAL ? id : clusters.count++;
        clusters.creator[cluster] = i;
        join(clusters, columns, i, cluster);
        break;
      }
      case Kind.read: {
        if (creators[id] === 0) {
          return { by: i, because: 'never-written' };
        }
        const creator = creatorOf[id] as number;
        const returned = columns.return[i] as number;
        if (creator !== NONE && returned < (columns.call[creator] as number)) {
          return { by: i, because: 'not-yet-written' };
        }
        join(clusters, columns, i, id);
        break;
      }
      default:
    }
  }
  return clusters;
}

function join(
  clusters: Clusters,
  { call, return: returned }: RegisterColumns,
  operation: number,
  cluster: number,
): void {
  clusters.clusterOf[operation] = cluster;
  if ((returned[operation] as number) < (clusters.firstReturn[cluster] as number)) {
    clusters.firstReturn[cluster] = returned[operation] as number;
    clusters.firstReturned[cluster] = operation;
  }
  if ((call[operation] as number) > (clusters.lastCall[cluster] as number)) {
    clusters.lastCall[cluster] = call[operation] as number;
    clusters.lastCalled[cluster] = operation;
  }
}
