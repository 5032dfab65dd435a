import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { DeadlineHeaps } from '../deadline-heaps.js';
import type { Intervals } from '../intervals.js';
import { HIGHEST, LOWEST, UNRANKED, type Neighbours, type RankBounds } from '../ranks.js';

/**
 * An object that goes through the steps 0, 1, 2... by operations that are alike as long as nobody
 * looks: adds of one amount, appends.
 *
 * An operation that looks on at step k has rank 2k + 1; one that is known to lead to step k has
 * rank 2k; others may have bounds.
 */
export interface Steps extends RankBounds {
  /** Per operation; `UNRANKED` if its place is not known. */
  readonly rank: Int32Array;
  /** Operations of which is not known to which step they led, with those without an answer. */
  readonly free: readonly number[];
  /** The last step that somebody saw. */
  readonly last: number;
}

/** A step that nothing can lead to, or a free operation that no step is left for. */
export type NoSchedule =
  | { readonly missing: 'operation'; readonly step: number }
  | { readonly missing: 'step'; readonly step: number; readonly operation: number };

/**
 * Gives each step that was seen to an operation, of the free ones the one that must be over first:
 * they are alike, so exchanging two never hurts, and the earliest deadline first is exact.
 * O(n log n).
 *
 * An operation that must be over before a step is seen has that step for its deadline; one that
 * begins after a step was seen leads to a later one.
 *
 * @returns the ranks of all operations that took effect.
 */
export function scheduleSteps(
  { rank: known, low, high, free, last }: Steps,
  intervals: Intervals,
  { before, after }: Neighbours,
): Int32Array | NoSchedule {
  const release = new Float64Array(free.length);
  const deadline = new Float64Array(free.length);
  for (let i = 0; i < free.length; i++) {
    const operation = free[i] as number;
    const floor = low[before[operation] as number] ?? LOWEST;
    const ceiling = high[after[operation] as number] ?? HIGHEST;
    // Ranks 2k and 2k + 1 are over once step k + 1 begins.
    release[i] = Math.floor(floor / 2) + 1;
    // It may be the last thing before a look at rank 2k + 1, but not before one that leads to k.
    deadline[i] = ceiling === HIGHEST ? Infinity : Math.ceil(ceiling / 2) - 1;
  }
  // Which steps are those of an operation that is known to have led there.
  const isTaken = new Uint8Array(last + 1);
  for (const one of known) {
    if (one !== UNRANKED && one % 2 === 0) {
      isTaken[one >> 1] = 1;
    }
  }
  const rank = known.slice();
  const byRelease = sort(release);
  // Deadlines ascend with returns, and returns also keep operations that follow each other so.
  const open = new DeadlineHeaps(gather(intervals.return, free), 1);
  let next = 0;
  for (let step = 1; step <= last; step++) {
    for (; (release[byRelease[next] as number] as number) <= step; next++) {
      open.push(0, byRelease[next] as number);
    }
    if (isTaken[step] === 0) {
      const chosen = open.top(0);
      if (chosen < 0) {
        return { missing: 'operation', step };
      }
      if ((deadline[chosen] as number) >= step) {
        open.pop(0);
        rank[free[chosen] as number] = 2 * step;
      }
    }
    const first = open.top(0);
    if (first >= 0 && (deadline[first] as number) <= step) {
      return { missing: 'step', step, operation: free[first] as number };
    }
  }
  for (; next < byRelease.length; next++) {
    open.push(0, byRelease[next] as number);
  }
  // Nobody saw the steps that follow, but some looked on before them.
  for (let step = last + 1, chosen = open.pop(0); chosen >= 0; step++, chosen = open.pop(0)) {
    const operation = free[chosen] as number;
    if (intervals.return[operation] === Infinity) {
      break;
    }
    if ((deadline[chosen] as number) < step) {
      return { missing: 'step', step, operation };
    }
    rank[operation] = 2 * step;
  }
  return rank;
}
