import { ascending } from '../../history/sort.js';
import { gather, type Intervals } from '../intervals.js';
import { lastBelow } from '../zones.js';

/** Between which steps an operation can lead, as seen from those whose rank is known. */
export class RankBounds {
  readonly #calls: Float64Array;
  readonly #returns: Float64Array;
  /** The least rank of the operations called from a position on. */
  readonly #leastCalled: Int32Array;
  /** The greatest rank of the operations that returned up to a position. */
  readonly #greatestReturned: Int32Array;

  /** @param ranked operations whose rank is known. */
  constructor(ranked: Int32Array, rank: Int32Array, intervals: Intervals) {
    const calls = gather(intervals.call, ranked);
    const returns = gather(intervals.return, ranked);
    const byCall = ascending(calls);
    const byReturn = ascending(returns);
    this.#calls = gather(calls, byCall);
    this.#returns = gather(returns, byReturn);
    this.#leastCalled = new Int32Array(ranked.length);
    this.#greatestReturned = new Int32Array(ranked.length);
    let greatest = 0;
    for (let i = 0; i < ranked.length; i++) {
      greatest = Math.max(greatest, rank[ranked[byReturn[i] as number] as number] as number);
      this.#greatestReturned[i] = greatest;
    }
    let least = 2 ** 31 - 1;
    for (let i = ranked.length - 1; i >= 0; i--) {
      least = Math.min(least, rank[ranked[byCall[i] as number] as number] as number);
      this.#leastCalled[i] = least;
    }
  }

  /** The greatest rank of an operation that returned before `call`; -1 if there is none. */
  before(call: number): number {
    const at = lastBelow(this.#returns, call);
    return at < 0 ? -1 : (this.#greatestReturned[at] as number);
  }

  /** The least rank of an operation called after `returned`, or `Infinity`. */
  after(returned: number): number {
    let low = 0;
    let high = this.#calls.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#calls[middle] as number) > returned) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low === this.#calls.length ? Infinity : (this.#leastCalled[low] as number);
  }
}
