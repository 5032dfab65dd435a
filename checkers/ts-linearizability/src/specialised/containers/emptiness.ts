import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { lastBelow } from '../bisect.js';
import type { Intervals } from '../intervals.js';
import type { Elements } from './elements.js';

/**
 * For each operation that found a container empty, the earliest moment at which it can be. Some element is surely inside
 * between the return of the operation that put it in and the call of the one that took it, both excluded.
 */
export function emptyMoments(
  { putReturn, takeCall }: Elements,
  empty: readonly number[],
  { call }: Intervals,
): Float64Array {
  if (empty.length === 0) {
    return new Float64Array();
  }
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
  return gather(call, empty).map((time) =>
    Math.max(time, ends[lastBelow(ascending, time)] ?? time),
  );
}

/**
 * The elements that were surely inside at some moment of an interval; only one if that was there all the time.
 *
 * @param isMeant - which elements are looked at; all if not given.
 */
export function insideDuring(
  { count, putReturn, takeCall }: Elements,
  from: number,
  to: number,
  isMeant: (element: number) => boolean = () => true,
): number[] {
  const inside: number[] = [];
  for (let element = 0; element < count; element++) {
    const [start, end] = [putReturn[element] as number, takeCall[element] as number];
    if (start < to && end > from && isMeant(element)) {
      if (start < from && end > to) {
        return [element];
      }
      inside.push(element);
    }
  }
  return inside;
}
