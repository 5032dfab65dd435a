import { gather, inverse } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { firstAbove } from '../bisect.js';
import type { Elements } from '../containers/elements.js';
import { NextFree } from '../next-free.js';

/** The elements of a priority queue, those that have to leave first at the front. */
export interface Ranking {
  /** Elements by priority; of one priority in any order. */
  readonly order: Int32Array;
  readonly priority: Float64Array;
}

/** Where each element can leave at the earliest, or an element that cannot leave. */
export type Moments = { readonly moment: Float64Array } | { readonly blocked: number };

/**
 * Per element, the earliest moment at which it can be removed: one within the interval of its
 * removal at which nothing of a lower priority is surely inside (Gibbons, Bruno and Phillips:
 * "Black-box correctness tests for basic parallel data structures", 2002).
 *
 * That each element has such a moment is also enough. At the moment of an element, all that has
 * a lower priority can be outside: what is not surely inside either was put in later, or can have
 * left by then, the lowest first; neither is in the way of anything that it was not in the way of
 * before. And an element is never in the way of those with a lower or the same priority. So the
 * elements can be judged one by one, those with the lowest priority first. O(n log n).
 *
 * @param elements with `takeCall: Infinity` for those that never leave.
 */
export function earliestMoments(elements: Elements, { order, priority }: Ranking): Moments {
  const { count, putCall, putReturn, takeCall, takeReturn } = elements;
  const start = takeCall.map((call, element) => Math.max(call, putCall[element] as number));
  // The first moments at which elements may leave, less those at which something is surely inside.
  const byStart = sort(start);
  const times = gather(start, byStart);
  const rank = inverse(byStart);
  const free = new NextFree(count);
  const moment = new Float64Array(count).fill(Infinity);
  let group = 0;
  for (let at = 0; at < count; at++) {
    const element = order[at] as number;
    if (start[element] !== Infinity) {
      moment[element] = times[free.from(rank[element] as number)] ?? Infinity;
      if (moment[element] > (takeReturn[element] as number)) {
        return { blocked: element };
      }
    }
    if (priority[element] !== priority[order[at + 1] ?? -1]) {
      for (; group <= at; group++) {
        const done = order[group] as number;
        const [from, to] = [putReturn[done] as number, takeCall[done] as number];
        let place = from < to ? free.from(firstAbove(times, from)) : count;
        while ((times[place] ?? Infinity) < to) {
          free.take(place);
          place = free.from(place);
        }
      }
    }
  }
  return { moment };
}
