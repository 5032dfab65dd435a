import { gather } from '../../history/columns.js';
import type { ContainerHistory, Elements } from '../containers/elements.js';
import { NONE } from '../containers/operations.js';
import { emptyMoments } from '../containers/emptiness.js';
import { SuffixLeast } from '../containers/suffix-least.js';
import { STAYS } from '../containers/takers.js';
import type { Intervals } from '../intervals.js';
import type { Ranking } from './moments.js';

/**
 * By when elements have to leave although nobody is known to have taken them: before one with a
 * higher priority does, or before the queue is empty, if that cannot be before they are put in.
 * One that has to leave is itself such an occasion for those with a lower priority. O(n log n).
 *
 * @param freest - as if the first removal without an answer could take everything.
 * @param moment - of each element of these, when it can leave at the earliest.
 */
export function deadlinesOf(
  { elements: { count, take, putReturn }, empty }: ContainerHistory,
  freest: Elements,
  moment: Float64Array,
  { order, priority }: Ranking,
  intervals: Intervals,
): Float64Array {
  // First the removals of elements, then those that found nothing.
  const latest = joined(freest.takeReturn, gather(intervals.return, empty));
  const occasions = new SuffixLeast(joined(moment, emptyMoments(freest, empty, intervals)), latest);
  empty.forEach((_at, i) => occasions.add(count + i));
  const deadlines = new Float64Array(count).fill(STAYS);
  let group = count - 1;
  for (let at = count - 1; at >= 0; at--) {
    const element = order[at] as number;
    const occasion = occasions.above(putReturn[element] as number);
    if (take[element] === NONE && occasion >= 0) {
      deadlines[element] = latest[occasion] as number;
    }
    if (priority[element] !== priority[order[at - 1] ?? NONE]) {
      for (; group >= at; group--) {
        const leaving = order[group] as number;
        if (take[leaving] !== NONE || deadlines[leaving] !== STAYS) {
          occasions.add(leaving);
        }
      }
    }
  }
  return deadlines;
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const result = new Float64Array(first.length + second.length);
  result.set(first);
  result.set(second, first.length);
  return result;
}
