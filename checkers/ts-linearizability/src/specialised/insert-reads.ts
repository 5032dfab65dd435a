import { gather, pick } from '../history/columns.js';
import { sort } from '../history/sort.js';
import type { Intervals } from './intervals.js';
import { firstAbove, lastBelow } from './bisect.js';

/**
 * The earliest slot from `low` to `high` at which an operation may be, or -1. Slot k lies after
 * the first k operations of the order.
 */
export type EarliestSlot = (operation: number, low: number, high: number) => number;

/**
 * Puts operations that change nothing into a legal order of the others, each as early as it may
 * be, with respect to the intervals of all.
 *
 * Placing each as early as possible in the order of their calls is best for all that follow, so
 * if this fails, the order that was given cannot hold them all.
 *
 * @returns the longer order, or the first operation that found no slot.
 */
export function insertReads(
  order: Int32Array,
  passive: readonly number[] | Int32Array,
  intervals: Intervals,
  earliestSlot: EarliestSlot = (_operation, low) => low,
): { readonly order: Int32Array } | { readonly stuck: number } {
  if (passive.length === 0) {
    return { order };
  }
  const slots = SlotBounds.of(order, intervals);
  const calls = gather(intervals.call, passive);
  const returns = gather(intervals.return, passive);
  const byCall = sort(calls);
  const byReturn = sort(returns);
  const slotOf = new Float64Array(passive.length);
  let returned = 0;
  let floor = 0;
  for (let i = 0; i < byCall.length; i++) {
    const index = byCall[i] as number;
    const operation = passive[index] as number;
    const call = calls[index] as number;
    for (; returned < byReturn.length; returned++) {
      const earlier = byReturn[returned] as number;
      if ((returns[earlier] as number) >= call) {
        break;
      }
      floor = Math.max(floor, slotOf[earlier] as number);
    }
    const low = Math.max(floor, slots.low(call));
    const high = slots.high(returns[index] as number);
    const slot = low > high ? -1 : earliestSlot(operation, low, high);
    if (slot < 0) {
      return { stuck: operation };
    }
    slotOf[index] = slot;
  }
  return { order: merge(order, passive, byCall, slotOf) };
}

/** Between which slots of an order an interval lies. */
class SlotBounds {
  readonly #returns: Float64Array;
  readonly #lastReturned: Int32Array;
  readonly #calls: Float64Array;
  readonly #firstCalled: Int32Array;

  private constructor(
    returns: Float64Array,
    lastReturned: Int32Array,
    calls: Float64Array,
    firstCalled: Int32Array,
  ) {
    this.#returns = returns;
    this.#lastReturned = lastReturned;
    this.#calls = calls;
    this.#firstCalled = firstCalled;
  }

  static of(order: Int32Array, intervals: Intervals): SlotBounds {
    const returns = gather(intervals.return, order);
    const lastReturned = sort(returns);
    const returnsAscending = gather(returns, lastReturned);
    const calls = gather(intervals.call, order);
    const firstCalled = sort(calls);
    const callsAscending = gather(calls, firstCalled);
    for (let i = 1; i < order.length; i++) {
      const before = lastReturned[i - 1] as number;
      lastReturned[i] = Math.max(before, lastReturned[i] as number);
      const at = order.length - 1 - i;
      firstCalled[at] = Math.min(firstCalled[at + 1] as number, firstCalled[at] as number);
    }
    return new SlotBounds(returnsAscending, lastReturned, callsAscending, firstCalled);
  }

  /** After everything that returned before `call`. */
  low(call: number): number {
    const last = lastBelow(this.#returns, call);
    return last < 0 ? 0 : (this.#lastReturned[last] as number) + 1;
  }

  /** Before everything that was called after `returned`. */
  high(returned: number): number {
    const first = firstAbove(this.#calls, returned);
    return first === this.#calls.length ? first : (this.#firstCalled[first] as number);
  }
}

function merge(
  order: Int32Array,
  passive: readonly number[] | Int32Array,
  byCall: Int32Array,
  slotOf: Float64Array,
): Int32Array {
  const calls = gather(slotOf, byCall);
  // Equal slots keep the order of the calls, for the sort is stable.
  const bySlot = sort(calls);
  const slots = gather(calls, bySlot);
  const inserted = pick(passive, pick(byCall, bySlot));
  const result = new Int32Array(order.length + passive.length);
  let from = 0;
  let next = 0;
  for (let to = 0; to < result.length; to++) {
    const isInserted = next < inserted.length && (slots[next] as number) <= from;
    result[to] = (isInserted ? inserted[next++] : order[from++]) as number;
  }
  return result;
}
