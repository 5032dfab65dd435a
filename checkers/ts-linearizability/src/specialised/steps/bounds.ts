import { gather, pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { Intervals } from '../intervals.js';
import { firstAbove, lastBelow } from '../bisect.js';

/** No lower bound, no upper bound. */
export const LOWEST = -1;
export const HIGHEST = 2 ** 31 - 1;

/** Per operation, between which ranks it must be. */
export interface RankBounds {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** What operations with bounds mean for those that follow or precede them. */
export class Neighbours {
  readonly #bounds: RankBounds;
  readonly #returns: Float64Array;
  /** Of the operations that returned up to a position, the one that ranks highest. */
  readonly #highestReturned: Int32Array;
  readonly #calls: Float64Array;
  /** Of the operations called from a position on, the one that ranks lowest. */
  readonly #lowestCalled: Int32Array;

  private constructor(
    bounds: RankBounds,
    returns: Float64Array,
    highestReturned: Int32Array,
    calls: Float64Array,
    lowestCalled: Int32Array,
  ) {
    this.#bounds = bounds;
    this.#returns = returns;
    this.#highestReturned = highestReturned;
    this.#calls = calls;
    this.#lowestCalled = lowestCalled;
  }

  static of(bounds: RankBounds, intervals: Intervals): Neighbours {
    const { low, high } = bounds;
    const returned = sortedBy(bounded(low, LOWEST), intervals.return);
    const returns = gather(intervals.return, returned);
    for (let i = 1; i < returned.length; i++) {
      const [before, at] = [returned[i - 1] as number, returned[i] as number];
      returned[i] = (low[before] as number) > (low[at] as number) ? before : at;
    }
    const called = sortedBy(bounded(high, HIGHEST), intervals.call);
    const calls = gather(intervals.call, called);
    for (let i = 1; i < called.length; i++) {
      const place = called.length - 1 - i;
      const [after, at] = [called[place + 1] as number, called[place] as number];
      called[place] = (high[after] as number) < (high[at] as number) ? after : at;
    }
    return new Neighbours(bounds, returns, returned, calls, called);
  }

  /** Of the operations that returned before `call`, the one that ranks highest, or -1. */
  before(call: number): number {
    const at = lastBelow(this.#returns, call);
    return at < 0 ? -1 : (this.#highestReturned[at] as number);
  }

  /** Of the operations called after `returned`, the one that ranks lowest, or -1. */
  after(returned: number): number {
    return this.#lowestCalled[firstAbove(this.#calls, returned)] ?? -1;
  }

  /** The rank below which nothing called at `call` can be. */
  floor(call: number): number {
    const operation = this.before(call);
    return operation < 0 ? LOWEST : (this.#bounds.low[operation] as number);
  }

  /** The rank above which nothing that returned at `returned` can be. */
  ceiling(returned: number): number {
    const operation = this.after(returned);
    return operation < 0 ? Infinity : (this.#bounds.high[operation] as number);
  }
}

/** The operations whose bound is another than none. */
function bounded(ranks: Int32Array, none: number): Int32Array {
  const found = new Int32Array(ranks.length);
  let count = 0;
  for (let i = 0; i < ranks.length; i++) {
    if (ranks[i] !== none) {
      found[count++] = i;
    }
  }
  return found.subarray(0, count);
}

function sortedBy(operations: Int32Array, times: Float64Array): Int32Array {
  return pick(operations, sort(gather(times, operations)));
}
