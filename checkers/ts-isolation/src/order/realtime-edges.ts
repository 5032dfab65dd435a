import { OK, type Columns } from '../history/columns.js';
import { REALTIME } from '../graph/edge-kind.js';
import type { Edges } from '../graph/edges.js';
import type { Transaction } from '../types.js';

/** When a transaction ended; `Infinity` where that is not known. */
export function endOf({ history, outcome }: Columns, t: number): number {
  const end = (history[t] as Transaction).return ?? Number.POSITIVE_INFINITY;
  return outcome[t] === OK ? end : Number.POSITIVE_INFINITY;
}

/** When a transaction began; `-Infinity` where that is not known. */
export function callOf({ history }: Columns, t: number): number {
  return (history[t] as Transaction).call ?? Number.NEGATIVE_INFINITY;
}

/**
 * Adds paths from every committed transaction to all that began after it had ended. Intervals are
 * closed: one that begins at the very moment another ends is concurrent with it.
 *
 * The moments at which transactions ended are nodes of their own, each leading to the next. So there
 * are three edges per transaction, however many of them were concurrent.
 */
export function addRealtimeEdges(columns: Columns, committed: Uint8Array, edges: Edges): void {
  const all = Float64Array.from({ length: columns.transactions }, (_, t) =>
    committed[t] === 1 ? endOf(columns, t) : Number.POSITIVE_INFINITY,
  ).sort();
  const ends = all.subarray(0, earlier(all, Number.POSITIVE_INFINITY));
  const first = edges.makeNodes(ends.length);
  for (let at = 1; at < ends.length; at += 1) edges.add(first + at - 1, first + at, REALTIME, -1);
  for (let t = 0; t < columns.transactions; t += 1) {
    if (committed[t] === 0) continue;
    const before = earlier(ends, callOf(columns, t));
    if (before > 0) edges.add(first + before - 1, t, REALTIME, -1);
    const end = endOf(columns, t);
    if (end !== Number.POSITIVE_INFINITY) {
      edges.add(t, first + earlier(ends, end), REALTIME, -1);
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
