import { gather, pick } from '../history/columns.js';
import { sort } from '../history/sort.js';
import type { Intervals } from './intervals.js';

/** The rank of an operation whose place is not known. */
export const UNRANKED = -1;
/** No lower bound, no upper bound. */
export const LOWEST = -1;
export const HIGHEST = 2 ** 31 - 1;

/** Per operation, between which ranks it must be: lower ranks come before higher ones. */
export interface RankBounds {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** Per operation, the one that bounds its rank most by time, or -1. */
export interface Neighbours {
  /** Of those that returned before its call, the one with the highest lower bound. */
  readonly before: Int32Array;
  /** Of those called after its return, the one with the lowest upper bound. */
  readonly after: Int32Array;
}

/** An operation that returned before one was called that must come before it. */
export interface RankConflict {
  /** Of the lower rank. */
  readonly called: number;
  /** Of the higher rank. */
  readonly returned: number;
}

/** The bounds of operations whose rank is known, or `UNRANKED`. */
export function boundsOf(rank: Int32Array): RankBounds {
  return { low: rank, high: rank.map((one) => (one === UNRANKED ? HIGHEST : one)) };
}

/** Operations by their ranks, and within a rank by their calls; without those that are `UNRANKED`. */
export function orderByRank(rank: Int32Array, { call }: Intervals): Int32Array {
  const byCall = sort(call).filter((operation) => rank[operation] !== UNRANKED);
  return pick(byCall, sort(gather(rank, byCall)));
}

export function neighboursOf(
  { low, high }: RankBounds,
  { call, return: returned }: Intervals,
): Neighbours {
  const byCall = sort(call);
  const byReturn = sort(returned);
  const before = new Int32Array(call.length);
  const after = new Int32Array(call.length);
  let highest = -1;
  let next = 0;
  for (const operation of byCall) {
    for (; (returned[byReturn[next] as number] as number) < (call[operation] as number); next++) {
      const other = byReturn[next] as number;
      highest = (low[other] as number) > (low[highest] ?? LOWEST) ? other : highest;
    }
    before[operation] = highest;
  }
  let lowest = -1;
  next = call.length - 1;
  for (let at = next; at >= 0; at--) {
    const operation = byReturn[at] as number;
    for (; (call[byCall[next] as number] as number) > (returned[operation] as number); next--) {
      const other = byCall[next] as number;
      lowest = (high[other] as number) < (high[lowest] ?? HIGHEST) ? other : lowest;
    }
    after[operation] = lowest;
  }
  return { before, after };
}

/** Two operations whose ranks contradict their intervals, if there are any: those of the lowest ranks. */
export function findConflict(
  { low, high }: RankBounds,
  { after }: Pick<Neighbours, 'after'>,
): RankConflict | undefined {
  let returned = -1;
  for (let at = 0; at < after.length; at++) {
    const conflicts = (high[after[at] as number] ?? HIGHEST) < (low[at] as number);
    returned = conflicts && (low[at] as number) < (low[returned] ?? HIGHEST) ? at : returned;
  }
  return returned < 0 ? undefined : { called: after[returned] as number, returned };
}
