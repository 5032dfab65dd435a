import { gather, pick } from '../history/columns.js';
import { sort } from '../history/sort.js';
import type { Intervals } from './intervals.js';
import { boundsOf, neighboursOf, UNRANKED } from './ranks.js';

/**
 * Puts operations that change nothing into a legal order of the others, each as early as it may
 * be, with respect to the intervals of all.
 *
 * Placing each as early as possible in the order of their calls is best for all that follow, so
 * if this fails, the order that was given cannot hold them all.
 *
 * @param earliestSlot - the earliest slot from `low` to `high` at which an operation may be, or -1. Slot k lies after
 *   the first k operations of the order.
 * @throws Error if an operation has no slot.
 */
export function insertReads(
  order: Int32Array,
  passive: readonly number[],
  intervals: Intervals,
  earliestSlot = (_operation: number, low: number, _high: number): number => low,
): Int32Array {
  if (passive.length === 0) {
    return order;
  }
  const place = new Int32Array(intervals.call.length).fill(UNRANKED);
  order.forEach((operation, at) => (place[operation] = at));
  const { before, after } = neighboursOf(boundsOf(place), intervals);
  const byCall = pick(passive, sort(gather(intervals.call, passive)));
  const byReturn = pick(passive, sort(gather(intervals.return, passive)));
  const slotOf = new Int32Array(place.length);
  let returned = 0;
  let floor = 0;
  for (const operation of byCall) {
    const call = intervals.call[operation] as number;
    for (; (intervals.return[byReturn[returned] as number] as number) < call; returned++) {
      floor = Math.max(floor, slotOf[byReturn[returned] as number] as number);
    }
    const low = Math.max(floor, (place[before[operation] as number] ?? UNRANKED) + 1);
    const high = place[after[operation] as number] ?? order.length;
    const slot = low > high ? -1 : earliestSlot(operation, low, high);
    if (slot < 0) {
      throw new Error(`operation ${operation} has no place among operations in a legal order`);
    }
    slotOf[operation] = slot;
  }
  // Equal slots keep the order of the calls, for the sort is stable.
  const inserted = pick(byCall, sort(gather(slotOf, byCall)));
  const result = new Int32Array(order.length + passive.length);
  let from = 0;
  let next = 0;
  for (let to = 0; to < result.length; to++) {
    const isInserted = (slotOf[inserted[next] as number] ?? Infinity) <= from;
    result[to] = (isInserted ? inserted[next++] : order[from++]) as number;
  }
  return result;
}
