import { gather, pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { Intervals } from '../intervals.js';
import { ANY_TIME_LATER, type ContainerHistory, type Elements } from './elements.js';

/** The deadline of an element that need not leave. That of one that has to at some time is `NEVER`. */
export const STAYS = -Infinity;

/**
 * Gives elements that have to leave to operations without an answer, those called first to the
 * elements that have to leave first, of equal deadlines to what came first. An operation called by the
 * deadline of an element can take it. Deadlines are thresholds, so too few operations for some moment is
 * the only obstacle (Hall's theorem).
 *
 * @param deadlines - per element, by when it has to leave, although no answer names it.
 * @returns nothing if they are too few.
 */
export function giveToTakers(
  { elements, open }: ContainerHistory,
  deadlines: Float64Array,
  intervals: Intervals,
): Elements | undefined {
  const forced = elements.take
    .map((_take, element) => element)
    .filter((at) => deadlines[at] !== STAYS);
  if (forced.length === 0) {
    return elements;
  }
  const byArrival = pick(forced, sort(gather(elements.putReturn, forced)));
  const byDeadline = pick(byArrival, sort(gather(deadlines, byArrival)));
  const takers = pick(open, sort(gather(intervals.call, open)));
  const take = elements.take.slice();
  const takeCall = elements.takeCall.slice();
  const takeReturn = elements.takeReturn.slice();
  for (let i = 0; i < byDeadline.length; i++) {
    const element = byDeadline[i] as number;
    const taker = takers[i];
    if (taker === undefined || (intervals.call[taker] as number) > (deadlines[element] as number)) {
      return undefined;
    }
    take[element] = taker;
    takeCall[element] = intervals.call[taker] as number;
    takeReturn[element] = ANY_TIME_LATER;
  }
  return { ...elements, take, takeCall, takeReturn };
}
