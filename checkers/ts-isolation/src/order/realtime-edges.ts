import type { Columns } from '../history/columns.js';
import { REALTIME } from '../graph/edge-kind.js';
import type { Edges } from '../graph/edges.js';
import { float64Array } from '../values/typed-arrays.js';

/**
 * Adds paths from every committed transaction to all that began after it had ended. Intervals are
 * closed: one that begins at the very moment another ends is concurrent with it.
 *
 * The moments at which transactions ended are nodes of their own, each leading to the next. So there
 * are three edges per transaction, however many of them were concurrent.
 * @param ends - these moments.
 */
export function addRealtimeEdges(
  columns: Columns,
  committed: Uint8Array,
  ends: Float64Array,
  edges: Edges,
): void {
  const first = edges.makeNodes(ends.length);
  for (let at = 1; at < ends.length; at += 1) edges.add(first + at - 1, first + at, REALTIME, -1);
  let near = 0;
  for (let t = 0; t < columns.transactions; t += 1) {
    if (committed[t] === 0) continue;
    near = earlier(ends, columns.call[t] as number, near);
    if (near > 0) edges.add(first + near - 1, t, REALTIME, -1);
    const end = columns.end[t] as number;
    if (end === Number.POSITIVE_INFINITY) continue;
    near = earlier(ends, end, near);
    edges.add(t, first + near, REALTIME, -1);
  }
}

/** When the committed transactions ended, as far as that is known, in order. */
export function endsOf({ transactions, end }: Columns, committed: Uint8Array): Float64Array {
  const all = float64Array(transactions);
  let count = 0;
  for (let t = 0; t < transactions; t += 1) {
    if (committed[t] === 0 || end[t] === Number.POSITIVE_INFINITY) continue;
    all[count] = end[t] as number;
    count += 1;
  }
  return all.subarray(0, count).sort();
}

/**
 * How many of sorted times are before one.
 * @param near - where to begin to look: histories are nearly in order.
 */
export function earlier(times: Float64Array, time: number, near: number): number {
  let [low, high, step] = [near, near, 1];
  while (low > 0 && (times[low - 1] as number) >= time) {
    high = low - 1;
    low = Math.max(0, low - step);
    step *= 2;
  }
  while (high < times.length && (times[high] as number) < time) {
    low = high + 1;
    high = Math.min(times.length, high + step);
    step *= 2;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
