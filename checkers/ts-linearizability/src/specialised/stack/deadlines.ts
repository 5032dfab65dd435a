import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { NEVER, type ContainerHistory, type Elements } from '../containers/elements.js';
import { NONE } from '../containers/operations.js';
import { emptyMoments } from '../containers/emptiness.js';
import { SuffixLeast } from '../containers/suffix-least.js';
import { STAYS } from '../containers/takers.js';
import type { Intervals } from '../intervals.js';

/**
 * By when elements that nobody is known to have popped have to leave: before one below them does,
 * or before the stack is empty, if that cannot be before they come. O(n log n).
 *
 * @param freest as if the first pop without an answer could take everything.
 */
export function deadlinesOf(
  { elements, empty }: ContainerHistory,
  freest: Elements,
  intervals: Intervals,
): Float64Array {
  const { take, putReturn } = elements;
  const emptyReturn = gather(intervals.return, empty);
  const empties = SuffixLeast.all(emptyMoments(freest, empty, intervals), emptyReturn);
  const below = leavingBelow(elements);
  return below.map((left, element) => {
    const found = emptyReturn[empties.above(putReturn[element] as number)] ?? NEVER;
    const deadline = Math.min(left, found);
    return take[element] !== NONE || deadline === NEVER ? STAYS : deadline;
  });
}

/**
 * Per element, when the first of those leaves, at the latest, that were surely inside before it came and until
 * it had come: these lie below.
 */
function leavingBelow({ count, putCall, putReturn, takeCall, takeReturn }: Elements): Float64Array {
  const inside = new SuffixLeast(takeCall, takeReturn);
  const byReturn = sort(putReturn);
  const below = new Float64Array(count);
  let next = 0;
  for (const element of sort(putCall)) {
    for (; next < count; next++) {
      const other = byReturn[next] as number;
      if ((putReturn[other] as number) >= (putCall[element] as number)) {
        break;
      }
      inside.add(other);
    }
    below[element] = takeReturn[inside.above(putReturn[element] as number)] ?? NEVER;
  }
  return below;
}
