import {
  isAntiDependency,
  PROCESS,
  REALTIME,
  RW_PROCESS,
  RW_REALTIME,
  WR,
  WW_PROCESS,
  WW_READ,
  WW_REALTIME,
} from '../graph/edge-kind.js';
import type { CycleName, Order } from '../models/anomalies.js';

/** An edge of a cycle between two transactions. */
export interface CycleEdge {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  /** What explains it. */
  readonly about: number;
}

/** Adya's and Elle's name of a cycle, by its edges. */
export function cycleNameOf(edges: readonly CycleEdge[]): CycleName {
  const isAnti = edges.map(({ kind }) => isAntiDependency(kind));
  const count = isAnti.filter(Boolean).length;
  if (count === 0) {
    // Who wrote first was told by a read that did not see the other write.
    if (has(edges, WW_READ, WW_PROCESS, WW_REALTIME)) return 'G-single';
    return has(edges, WR) ? 'G1c' : 'G0';
  }
  if (count === 1) return 'G-single';
  const adjacent = isAnti.some((is, at) => is && isAnti[(at + 1) % isAnti.length] === true);
  return adjacent ? 'G2-item' : 'G-nonadjacent';
}

/**
 * A cycle without two anti-dependencies in a row that goes through no transaction twice, of the edges of one that may.
 * Where it is at a transaction twice, it came there by an anti-dependency once, and goes on from there by another kind
 * of edge: from there to where it is there again is a cycle, too, and nothing it may not have meets at its end.
 */
export function simpleCycleOf(edges: readonly CycleEdge[]): readonly CycleEdge[] {
  const places = new Map<number, number>();
  for (const [at, { from }] of edges.entries()) {
    const earlier = places.get(from);
    if (earlier === undefined) {
      places.set(from, at);
      continue;
    }
    const [between, around] = [
      edges.slice(earlier, at),
      [...edges.slice(at), ...edges.slice(0, earlier)],
    ];
    // What leads to the earlier place is the last edge of those around.
    const isAnti = isAntiDependency((around.at(-1) as CycleEdge).kind);
    return simpleCycleOf(isAnti ? between : around);
  }
  return edges;
}

/** What a cycle needs beside what reads and writes prove. */
export function orderNeededBy(edges: readonly CycleEdge[]): Order {
  if (has(edges, REALTIME, RW_REALTIME, WW_REALTIME)) return 'realtime';
  return has(edges, PROCESS, RW_PROCESS, WW_PROCESS) ? 'process' : 'none';
}

function has(edges: readonly CycleEdge[], ...kinds: readonly number[]): boolean {
  return edges.some(({ kind }) => kinds.includes(kind));
}
