import { REALTIME } from '../graph/edge-kind.js';
import type { Edges } from '../graph/edges.js';
import type { Transaction } from '../types.js';

/**
 * Adds paths from every committed transaction to all that began after it had ended. Intervals are
 * closed: one that begins at the very moment another ends is concurrent with it.
 *
 * The moments at which transactions ended are nodes of their own, each leading to the next. So there
 * are three edges per transaction, however many of them were concurrent.
 */
export function addRealtimeEdges(
  history: readonly Transaction[],
  committed: Uint8Array,
  edges: Edges,
): void {
  const ends = Float64Array.from(
    history.flatMap(({ outcome, return: end }) =>
      outcome === 'ok' && end !== Number.POSITIVE_INFINITY ? [end] : [],
    ),
  ).sort();
  const first = edges.makeNodes(ends.length);
  for (let at = 1; at < ends.length; at += 1) edges.add(first + at - 1, first + at, REALTIME, -1);
  for (const [position, { outcome, call, return: end }] of history.entries()) {
    if (committed[position] === 0) continue;
    const before = earlier(ends, call);
    if (before > 0) edges.add(first + before - 1, position, REALTIME, -1);
    if (outcome === 'ok' && end !== Number.POSITIVE_INFINITY) {
      edges.add(position, first + earlier(ends, end), REALTIME, -1);
    }
  }
}

/** How many of sorted times are before one. */
function earlier(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
