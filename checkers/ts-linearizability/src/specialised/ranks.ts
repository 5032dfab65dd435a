import { ascending } from '../history/sort.js';
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

  constructor(rank: Int32Array, intervals: Intervals) {
    this.#intervals = intervals;
    this.#rank = rank;
    const byCall = ascending(intervals.call);
    const ranks = new Float64Array(rank.length);
    let ranked = 0;
    const operations = new Int32Array(rank.length);
    for (const operation of byCall) {
      if (rank[operation] !== UNRANKED) {
        ranks[ranked] = rank[operation] as number;
        operations[ranked++] = operation;
      }
    }
    const byRank = ascending(ranks.subarray(0, ranked));
    for (let i = 0; i < ranked; i++) {
      byRank[i] = operations[byRank[i] as number] as number;
    }
    this.order = byRank;
  }

  /** Two operations whose ranks contradict their intervals, if there are any. */
  findConflict(): RankConflict | undefined {
    const { call, return: returned } = this.#intervals;
    let settled = -1;
    let latest = -1;
    let rank = UNRANKED;
    for (const operation of this.order) {
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
