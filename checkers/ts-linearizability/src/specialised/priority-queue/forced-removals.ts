import { NONE, type Elements } from '../containers/elements.js';
import type { ForcedRemoval } from '../containers/takers.js';
import { SuffixLeast } from '../containers/suffix-least.js';
import type { Ranking } from './moments.js';

/** What has to find certain elements gone: the removal of another one, or an empty queue. */
export interface Occasions {
  /** Earliest and latest moment: first those of the elements, then those of an empty queue. */
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
}

/** An element that has to leave, and why. */
export interface PriorityRemoval extends ForcedRemoval {
  /** The position of the occasion by which it has to be gone. */
  readonly occasion: number;
}

/**
 * Elements that have to leave although nobody is known to have taken them: before one with a
 * higher priority does, or before the queue is empty, if that cannot be before they are put in.
 * One that has to leave is itself such an occasion for those with a lower priority. O(n log n).
 */
export function forcedRemovals(
  { count, take, putReturn }: Elements,
  { order, priority }: Ranking,
  { earliest, latest }: Occasions,
): PriorityRemoval[] {
  const occasions = SuffixLeast.of(earliest, latest);
  for (let empty = count; empty < earliest.length; empty++) {
    occasions.add(empty);
  }
  const removals: PriorityRemoval[] = [];
  const waiting: number[] = [];
  for (let at = count - 1; at >= 0; at--) {
    const element = order[at] as number;
    if (take[element] !== NONE) {
      waiting.push(element);
    } else {
      const occasion = occasions.above(putReturn[element] as number);
      if (occasion >= 0) {
        removals.push({ element, occasion, deadline: latest[occasion] as number });
        waiting.push(element);
      }
    }
    if (priority[element] !== priority[order[at - 1] ?? NONE]) {
      for (let i = 0; i < waiting.length; i++) {
        occasions.add(waiting[i] as number);
      }
      waiting.length = 0;
    }
  }
  return removals;
}
