import { ascending } from '../history/sort.js';
import { firstAbove, lastBelow } from './bisect.js';
import { gather, type Intervals } from './intervals.js';

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
export function weave(
  order: Int32Array,
  passive: readonly number[] | Int32Array,
  intervals: Intervals,
  earliestSlot: EarliestSlot = (_operation, low) => low,
): { readonly order: Int32Array } | { readonly stuck: number } {
  if (passive.length === 0) {
    return { order };
  }
  const slots = new SlotBounds(order, intervals);
  const calls = gather(intervals.call, passive);
  const returns = gather(intervals.return, passive);
  const byCall = ascending(calls);
  const byReturn = ascending(returns);
  const slotOf = new Int32Array(passive.length);
  let returned = 0;
  let floor = 0;
  for (const index of byCall) {
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

  constructor(order: Int32Array, intervals: Intervals) {
    const returns = gather(intervals.return, order);
    const calls = gather(intervals.call, order);
    this.#lastReturned = ascending(returns);
    this.#returns = gather(returns, this.#lastReturned);
    this.#firstCalled = ascending(calls);
    this.#calls = gather(calls, this.#firstCalled);
    for (let i = 1; i < order.length; i++) {
      const before = this.#lastReturned[i - 1] as number;
      this.#lastReturned[i] = Math.max(before, this.#lastReturned[i] as number);
    }
    for (let i = order.length - 2; i >= 0; i--) {
      const after = this.#firstCalled[i + 1] as number;
      this.#firstCalled[i] = Math.min(after, this.#firstCalled[i] as number);
    }
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
  slotOf: Int32Array,
): Int32Array {
  const slots = gather(Float64Array.from(slotOf), byCall);
  const result = new Int32Array(order.length + passive.length);
  let from = 0;
  let to = 0;
  // Equal slots keep the order of the calls, for the sort is stable.
  for (const rank of ascending(slots)) {
    const slot = slots[rank] as number;
    while (from < slot) {
      result[to++] = order[from++] as number;
    }
    result[to++] = passive[byCall[rank] as number] as number;
  }
  result.set(order.subarray(from), to);
  return result;
}
