import { ascending } from '../../history/sort.js';
import { gather, type Intervals } from '../intervals.js';
import { UNRANKED, type Ranks } from '../ranks.js';
import type { CounterSteps } from './steps.js';
import { Deadlines } from './deadlines.js';
import { RankBounds } from './windows.js';

/** Which add leads to which step. */
export interface Schedule {
  /** Per operation, with the adds that were given a step. */
  readonly rank: Int32Array;
}

/** A step that no add can lead to, or an add that no step is left for. */
export type NoSchedule =
  | { readonly missing: 'add'; readonly step: number }
  | { readonly missing: 'step'; readonly step: number; readonly add: number };

/**
 * Gives each step that was seen to an add, the one that must be over first: adds are alike, so
 * exchanging two never hurts, and the earliest deadline first is exact. O(n log n).
 *
 * An add that must be over before a step is seen has that step for its deadline; one that begins
 * after a step was seen leads to a later one.
 */
export function scheduleAdds(
  steps: CounterSteps,
  ranks: Ranks,
  intervals: Intervals,
): Schedule | NoSchedule {
  const { freeAdds, last } = steps;
  const bounds = new RankBounds(ranks.order, steps.rank, intervals);
  const release = new Float64Array(freeAdds.length);
  const deadline = new Float64Array(freeAdds.length);
  for (let i = 0; i < freeAdds.length; i++) {
    const add = freeAdds[i] as number;
    // Ranks 2k and 2k + 1 are over once step k + 1 begins.
    release[i] = Math.floor(bounds.before(intervals.call[add] as number) / 2) + 1;
    // An add may be the last thing before a read of rank 2k + 1, but not before an add of rank 2k.
    deadline[i] = Math.ceil(bounds.after(intervals.return[add] as number) / 2) - 1;
  }
  const fixed = new Uint8Array(last + 1);
  for (const operation of ranks.order) {
    const rank = steps.rank[operation] as number;
    fixed[rank >> 1] = (fixed[rank >> 1] as number) | (rank % 2 === 0 ? 1 : 0);
  }
  const rank = steps.rank.slice();
  const byRelease = ascending(release);
  const releases = gather(release, byRelease);
  // Deadlines ascend with returns, and returns also keep adds that follow each other in order.
  const open = new Deadlines(gather(intervals.return, freeAdds));
  let next = 0;
  for (let step = 1; step <= last; step++) {
    for (; next < byRelease.length && (releases[next] as number) <= step; next++) {
      open.push(byRelease[next] as number);
    }
    if (fixed[step] === 0) {
      const chosen = open.first;
      if (chosen < 0) {
        return { missing: 'add', step };
      }
      if ((deadline[chosen] as number) >= step) {
        open.pop();
        rank[freeAdds[chosen] as number] = 2 * step;
      }
    }
    if (open.size > 0 && (deadline[open.first] as number) <= step) {
      return { missing: 'step', step, add: freeAdds[open.first] as number };
    }
  }
  for (let i = 0; i < freeAdds.length; i++) {
    const add = freeAdds[i] as number;
    if (rank[add] === UNRANKED && (deadline[i] as number) <= last) {
      return { missing: 'step', step: last, add };
    }
    if (rank[add] === UNRANKED && intervals.return[add] !== Infinity) {
      rank[add] = 2 * (last + 1);
    }
  }
  return { rank };
}
