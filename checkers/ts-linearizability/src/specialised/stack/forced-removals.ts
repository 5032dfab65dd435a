import { gather } from '../../history/columns.js';
import { emptyMoments } from '../containers/emptiness.js';
import { NEVER, NONE, type ContainerHistory, type Elements } from '../containers/elements.js';
import { SuffixLeast } from '../containers/suffix-least.js';
import type { ForcedRemoval } from '../containers/takers.js';
import { lowestBelow } from './below.js';
import type { Intervals } from '../intervals.js';

/** An element that has to leave although nobody is known to have popped it, and why. */
export interface StackRemoval extends ForcedRemoval {
  /** An element that was surely inside when it came, and left later: or `NONE`. */
  readonly below: number;
  /** A pop that found the stack empty later: or `NONE`. */
  readonly empty: number;
}

/**
 * By when elements that nobody is known to have popped have to leave: before one below them does,
 * or before the stack is empty, if that cannot be before they come. O(n log n).
 *
 * @param freest as if the first pop without an answer could take everything.
 */
export function forcedRemovals(
  { elements, empty }: ContainerHistory,
  freest: Elements,
  intervals: Intervals,
): StackRemoval[] {
  const { count, take, putReturn, takeReturn } = elements;
  const emptyReturn = gather(intervals.return, empty);
  const emptyFrom = emptyMoments(freest, empty, intervals);
  const empties = SuffixLeast.of(emptyFrom, emptyReturn);
  for (let at = 0; at < empty.length; at++) {
    empties.add(at);
  }
  const below = lowestBelow(elements, allOf(elements));
  const removals: StackRemoval[] = [];
  for (let element = 0; element < count; element++) {
    if (take[element] !== NONE) {
      continue;
    }
    const under = below[element] as number;
    const seen = empties.above(putReturn[element] as number);
    const left = takeReturn[under] ?? NEVER;
    const found = emptyReturn[seen] ?? NEVER;
    if (left < found) {
      removals.push({ element, deadline: left, below: under, empty: NONE });
    } else if (found !== NEVER) {
      removals.push({ element, deadline: found, below: NONE, empty: empty[seen] as number });
    }
  }
  return removals;
}

function allOf({ count }: Elements): Int32Array {
  const all = new Int32Array(count);
  for (let element = 0; element < count; element++) {
    all[element] = element;
  }
  return all;
}
