import { gather, pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { Intervals } from '../intervals.js';
import { ANY_TIME_LATER, type ContainerHistory, type Elements } from './elements.js';

/** An element that has to leave although no answer names it. */
export interface ForcedRemoval {
  readonly element: number;
  /** By when; `NEVER` if that is not known. */
  readonly deadline: number;
}

/** Elements that had to leave by a moment, and too few operations that can have taken them. */
export interface TooFewTakers<L extends ForcedRemoval = ForcedRemoval> {
  /** Of the elements, the one that has to leave last. */
  readonly removal: L;
  readonly rivals: readonly L[];
  /** All operations without an answer that were called by then. */
  readonly takers: Int32Array;
}

/**
 * Gives elements that have to leave to operations without an answer, those called first to the
 * elements that have to leave first. An operation called by the deadline of an element can take
 * it. Deadlines are thresholds, so too few operations for some moment is the only obstacle
 * (Hall's theorem).
 */
export function giveToTakers<L extends ForcedRemoval>(
  { elements, open }: ContainerHistory,
  removals: readonly L[],
  intervals: Intervals,
): Elements | TooFewTakers<L> {
  if (removals.length === 0) {
    return elements;
  }
  const byDeadline = rankByDeadline(elements, removals);
  const takers = pick(open, sort(gather(intervals.call, open)));
  const take = elements.take.slice();
  const takeCall = elements.takeCall.slice();
  const takeReturn = elements.takeReturn.slice();
  for (let i = 0; i < byDeadline.length; i++) {
    const removal = byDeadline[i] as L;
    const { element, deadline } = removal;
    const taker = takers[i];
    if (taker === undefined || (intervals.call[taker] as number) > deadline) {
      return { removal, rivals: byDeadline.slice(0, i + 1), takers: takers.subarray(0, i) };
    }
    take[element] = taker;
    takeCall[element] = intervals.call[taker] as number;
    takeReturn[element] = ANY_TIME_LATER;
  }
  return { ...elements, take, takeCall, takeReturn };
}

/** By deadline; of equal deadlines first what came first. */
function rankByDeadline<L extends ForcedRemoval>(
  { putReturn }: Elements,
  removals: readonly L[],
): L[] {
  const arrivals = new Float64Array(removals.length);
  const deadlines = new Float64Array(removals.length);
  for (let i = 0; i < removals.length; i++) {
    const { element, deadline } = removals[i] as L;
    arrivals[i] = putReturn[element] as number;
    deadlines[i] = deadline;
  }
  const byArrival = sort(arrivals);
  const byDeadline = pick(byArrival, sort(gather(deadlines, byArrival)));
  const ranked: L[] = [];
  for (let i = 0; i < byDeadline.length; i++) {
    ranked.push(removals[byDeadline[i] as number] as L);
  }
  return ranked;
}

/** In words, why elements that had to leave cannot all have left. */
export function describeTooFew({ rivals, takers }: TooFewTakers): string {
  return takers.length === 0
    ? 'nobody took it'
    : `the ${takers.length} operations without an answer cannot have taken all ${rivals.length} such elements`;
}
