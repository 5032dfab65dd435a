import { sort } from '../history/sort.js';
import type { Intervals } from './intervals.js';

/** An operation that returned before one was called that must come before it. */
export interface RankConflict {
  /** Of the lower rank. */
  readonly called: number;
  /** Of the higher rank. */
  readonly returned: number;
}

/** Operations with rank `UNRANKED` are left out. */
export const UNRANKED = -1;

/**
 * Legal orders in which every operation has a known rank: lower ranks come before higher ones,
 * and within a rank any order that respects the intervals will do.
 */
export class Ranks {
  readonly #intervals: Intervals;
  /** Operations by rank, and within a rank by their calls. */
  readonly order: Int32Array;
  readonly #rank: Int32Array;

  private constructor(rank: Int32Array, intervals: Intervals, order: Int32Array) {
    this.#intervals = intervals;
    this.#rank = rank;
    this.order = order;
  }

  static of(rank: Int32Array, intervals: Intervals): Ranks {
    const byCall = sort(intervals.call);
    const ranks = new Float64Array(rank.length);
    const operations = new Int32Array(rank.length);
    let ranked = 0;
    for (let i = 0; i < byCall.length; i++) {
      const operation = byCall[i] as number;
      if (rank[operation] !== UNRANKED) {
        ranks[ranked] = rank[operation] as number;
        operations[ranked++] = operation;
      }
    }
    const order = sort(ranks.subarray(0, ranked));
    for (let i = 0; i < ranked; i++) {
      order[i] = operations[order[i] as number] as number;
    }
    return new Ranks(rank, intervals, order);
  }

  /** Two operations whose ranks contradict their intervals, if there are any. */
  findConflict(): RankConflict | undefined {
    const { call, return: returned } = this.#intervals;
    const { order } = this;
    let settled = -1;
    let latest = -1;
    let rank = UNRANKED;
    for (let i = 0; i < order.length; i++) {
      const operation = order[i] as number;
      if (this.#rank[operation] !== rank) {
        rank = this.#rank[operation] as number;
        settled = latest;
      }
      if (settled >= 0 && (returned[operation] as number) < (call[settled] as number)) {
        return { called: settled, returned: operation };
      }
      if (latest < 0 || (call[operation] as number) > (call[latest] as number)) {
        latest = operation;
      }
    }
    return undefined;
  }
}
