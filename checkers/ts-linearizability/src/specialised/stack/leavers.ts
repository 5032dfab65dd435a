import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { isPause } from '../../resumable/pauses.js';
import type { Resumable } from '../../types.js';
import { emptyMoments } from '../containers/emptiness.js';
import { NEVER, NONE, type ContainerHistory, type Elements } from '../containers/elements.js';
import { SuffixLeast } from '../containers/suffix-least.js';
import type { Leaver } from '../containers/takers.js';
import type { Intervals } from '../intervals.js';

/** An element that has to leave although nobody is known to have popped it, and why. */
export interface StackLeaver extends Leaver {
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
export function* leaversOf(
  { elements, empty }: ContainerHistory,
  freest: Elements,
  intervals: Intervals,
): Resumable<StackLeaver[]> {
  const { count, take, putCall, putReturn, takeCall, takeReturn } = elements;
  const below = yield* SuffixLeast.of(takeCall, takeReturn);
  const emptyReturn = yield* gather(intervals.return, empty);
  const emptyFrom = yield* emptyMoments(freest, empty, intervals);
  const empties = yield* SuffixLeast.of(emptyFrom, emptyReturn);
  for (let at = 0; at < empty.length; at++) {
    if (isPause(at)) {
      yield;
    }
    empties.add(at);
  }
  const byReturn = yield* sort(putReturn);
  const byCall = yield* sort(putCall);
  const leavers: StackLeaver[] = [];
  let inside = 0;
  for (let i = 0; i < count; i++) {
    if (isPause(i)) {
      yield;
    }
    const element = byCall[i] as number;
    if (take[element] !== NONE) {
      continue;
    }
    for (; inside < count; inside++) {
      if (isPause(inside)) {
        yield;
      }
      const other = byReturn[inside] as number;
      if ((putReturn[other] as number) >= (putCall[element] as number)) {
        break;
      }
      below.add(other);
    }
    const since = putReturn[element] as number;
    const under = below.above(since);
    const seen = empties.above(since);
    const left = takeReturn[under] ?? NEVER;
    const found = emptyReturn[seen] ?? NEVER;
    if (left < found) {
      leavers.push({ element, deadline: left, below: under, empty: NONE });
    } else if (found !== NEVER) {
      leavers.push({ element, deadline: found, below: NONE, empty: empty[seen] as number });
    }
  }
  return leavers;
}
