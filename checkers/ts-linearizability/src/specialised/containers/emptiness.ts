import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { lastBelow } from '../bisect.js';
import type { Intervals } from '../intervals.js';
import type { Elements } from './elements.js';

/**
 * Tells the earliest moment from some time on at which a container can be empty: some element is surely inside
 * between the return of the operation that put it in and the call of the one that took it, both excluded.
 */
function emptyFrom({ putReturn, takeCall }: Elements): (time: number) => number {
  // Disjoint open intervals, ascending.
  const starts: number[] = [];
  const ends: number[] = [];
  for (const element of sort(putReturn)) {
    const from = putReturn[element] as number;
    const to = takeCall[element] as number;
    const last = ends.length - 1;
    if (from < (ends[last] ?? -Infinity)) {
      ends[last] = Math.max(to, ends[last] as number);
    } else if (from < to) {
      starts.push(from);
      ends.push(to);
    }
  }
  const ascending = Float64Array.from(starts);
  return (time) => Math.max(time, ends[lastBelow(ascending, time)] ?? time);
}

/** For each operation that found the container empty, the earliest moment at which it can be. */
export function emptyMoments(
  elements: Elements,
  empty: readonly number[],
  { call }: Intervals,
): Float64Array {
  return gather(call, empty).map(emptyFrom(elements));
}
