import { ascending } from '../../history/sort.js';
import { lastBelow } from '../bisect.js';
import { gather, type Intervals } from '../intervals.js';
import type { Elements } from './elements.js';

/**
 * The moments at which some element was surely inside: between the return of the operation that
 * put it in and the call of the one that took it, both excluded. Disjoint open intervals, ascending.
 */
export class SurelyFilled {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;

  constructor({ putReturn, takeCall }: Elements) {
    const order = ascending(putReturn);
    const starts = new Float64Array(order.length);
    const ends = new Float64Array(order.length);
    let count = 0;
    for (const element of order) {
      const from = putReturn[element] as number;
      const to = takeCall[element] as number;
      if (from >= to) {
        continue;
      }
      if (count > 0 && from < (ends[count - 1] as number)) {
        ends[count - 1] = Math.max(to, ends[count - 1] as number);
      } else {
        starts[count] = from;
        ends[count++] = to;
      }
    }
    this.#starts = starts.slice(0, count);
    this.#ends = ends.slice(0, count);
  }

  /** The earliest moment from `time` on at which the container can be empty. */
  emptyFrom(time: number): number {
    const interval = lastBelow(this.#starts, time);
    return interval >= 0 && (this.#ends[interval] as number) > time
      ? (this.#ends[interval] as number)
      : time;
  }
}

/** The first operation that found the container empty while it surely was not, if there is one. */
export function findFalseEmpty(
  elements: Elements,
  empty: Int32Array,
  intervals: Intervals,
): number | undefined {
  const filled = new SurelyFilled(elements);
  return empty.find(
    (operation) =>
      filled.emptyFrom(intervals.call[operation] as number) >
      (intervals.return[operation] as number),
  );
}

/** Few elements that were surely inside, one after the other, all through an interval. */
export function coverOf({ putReturn, takeCall }: Elements, from: number, to: number): number[] {
  const order = ascending(putReturn);
  const starts = gather(putReturn, order);
  const cover: number[] = [];
  let covered = from;
  let next = 0;
  let best = -1;
  let bestEnd = -Infinity;
  while (covered <= to) {
    for (; next < order.length && (starts[next] as number) < covered; next++) {
      const end = takeCall[order[next] as number] as number;
      if (end > bestEnd) {
        bestEnd = end;
        best = order[next] as number;
      }
    }
    if (bestEnd <= covered) {
      return cover;
    }
    cover.push(best);
    covered = bestEnd;
  }
  return cover;
}
