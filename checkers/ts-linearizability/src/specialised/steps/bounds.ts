import { ascending } from '../../history/sort.js';
import { firstAbove, lastBelow } from '../bisect.js';
import { gather, type Intervals } from '../intervals.js';

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

  constructor(bounds: RankBounds, intervals: Intervals) {
    this.#bounds = bounds;
    const { low, high } = bounds;
    const lower = where(low, (rank) => rank !== LOWEST);
    this.#highestReturned = sortedBy(lower, intervals.return);
    this.#returns = gather(intervals.return, this.#highestReturned);
    const upper = where(high, (rank) => rank !== HIGHEST);
    this.#lowestCalled = sortedBy(upper, intervals.call);
    this.#calls = gather(intervals.call, this.#lowestCalled);
    const returned = this.#highestReturned;
    for (let i = 1; i < returned.length; i++) {
      const [before, at] = [returned[i - 1] as number, returned[i] as number];
      returned[i] = (low[before] as number) > (low[at] as number) ? before : at;
    }
    const called = this.#lowestCalled;
    for (let i = called.length - 2; i >= 0; i--) {
      const [after, at] = [called[i + 1] as number, called[i] as number];
      called[i] = (high[after] as number) < (high[at] as number) ? after : at;
    }
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

function where(ranks: Int32Array, wanted: (rank: number) => boolean): Int32Array {
  const found = new Int32Array(ranks.length);
  let count = 0;
  for (let i = 0; i < ranks.length; i++) {
    if (wanted(ranks[i] as number)) {
      found[count++] = i;
    }
  }
  return found.subarray(0, count);
}

function sortedBy(operations: Int32Array, times: Float64Array): Int32Array {
  const order = ascending(gather(times, operations));
  for (let i = 0; i < order.length; i++) {
    order[i] = operations[order[i] as number] as number;
  }
  return order;
}
