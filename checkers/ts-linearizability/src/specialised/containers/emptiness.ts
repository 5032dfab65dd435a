import { gather } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { lastBelow } from '../bisect.js';
import type { Intervals } from '../intervals.js';
import type { Elements } from './elements.js';

/**
 * The moments at which some element was surely inside: between the return of the operation that
 * put it in and the call of the one that took it, both excluded. Disjoint open intervals, ascending.
 */
export class SurelyFilled {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;

  private constructor(starts: Float64Array, ends: Float64Array) {
    this.#starts = starts;
    this.#ends = ends;
  }

  static of({ putReturn, takeCall }: Elements): SurelyFilled {
    const order = sort(putReturn);
    const starts = new Float64Array(order.length);
    const ends = new Float64Array(order.length);
    let count = 0;
    for (let i = 0; i < order.length; i++) {
      const from = putReturn[order[i] as number] as number;
      const to = takeCall[order[i] as number] as number;
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
    return new SurelyFilled(starts.slice(0, count), ends.slice(0, count));
  }

  /** The earliest moment from `time` on at which the container can be empty. */
  emptyFrom(time: number): number {
    const interval = lastBelow(this.#starts, time);
    return interval >= 0 && (this.#ends[interval] as number) > time
      ? (this.#ends[interval] as number)
      : time;
  }
}

/** The position of the first operation that found the container empty while it surely was not. */
export function findFalseEmpty(
  elements: Elements,
  empty: readonly number[],
  intervals: Intervals,
): number | undefined {
  const moments = emptyMoments(elements, empty, intervals);
  const wrong = moments.findIndex(
    (moment, i) => moment > (intervals.return[empty[i] as number] as number),
  );
  return wrong < 0 ? undefined : wrong;
}

/** For each operation that found the container empty, the earliest moment at which it can be. */
export function emptyMoments(
  elements: Elements,
  empty: readonly number[],
  { call }: Intervals,
): Float64Array {
  const filled = SurelyFilled.of(elements);
  const moments = gather(call, empty);
  for (let i = 0; i < moments.length; i++) {
    moments[i] = filled.emptyFrom(moments[i] as number);
  }
  return moments;
}
