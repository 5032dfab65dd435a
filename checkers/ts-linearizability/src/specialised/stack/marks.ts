import { firstNumbers, gather, inverse } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { firstAbove, lastBelow } from '../bisect.js';
import { NEVER, type Elements } from '../containers/elements.js';

/**
 * Elements that were surely inside for some time, and the moments that matter for them: when each
 * must have come, and when it can leave. At other moments nothing is surely inside that is not so
 * at one of these nearby.
 *
 * Everything but `elements` and `times` is by the position of an element in `elements`; places are
 * positions in `times`.
 */
export interface Marks {
  readonly elements: Int32Array;
  /** The moments, ascending. */
  readonly times: Float64Array;
  /** Places between which an element comes; the last is that of the return of its push. */
  readonly comeFrom: Int32Array;
  readonly come: Int32Array;
  /** Places between which an element leaves; the first is that of the call of its pop. */
  readonly leave: Int32Array;
  readonly leaveTo: Int32Array;
  /** Places at which it is surely inside: none if the first is greater than the last. */
  readonly insideFrom: Int32Array;
  readonly insideTo: Int32Array;
}

/**
 * The marks of the elements that were surely inside for some time.
 *
 * @param others more moments from which on something may be outside.
 */
export function marksOf(elements: Elements, others: readonly number[] = []): Marks {
  const { putCall, putReturn, takeCall, takeReturn } = elements;
  // The others can have come and left at once.
  const isLasting = (at: number): boolean => (putReturn[at] as number) < (takeCall[at] as number);
  const lasting = firstNumbers(elements.count).filter(isLasting);
  const count = lasting.length;
  // The last moment is for elements that stay.
  const moments = new Float64Array(2 * count + others.length + 1).fill(NEVER);
  moments.set(gather(putReturn, lasting));
  moments.set(gather(takeCall, lasting), count);
  moments.set(others, 2 * count);
  const byTime = sort(moments);
  const times = gather(moments, byTime);
  const place = inverse(byTime);
  const marks = {
    elements: lasting,
    times,
    comeFrom: new Int32Array(count),
    come: place.subarray(0, count),
    leave: place.subarray(count, 2 * count),
    leaveTo: new Int32Array(count),
    insideFrom: new Int32Array(count),
    insideTo: new Int32Array(count),
  };
  for (let at = 0; at < count; at++) {
    const element = lasting[at] as number;
    marks.comeFrom[at] = lastBelow(times, putCall[element] as number) + 1;
    marks.leaveTo[at] = firstAbove(times, takeReturn[element] as number) - 1;
    marks.insideFrom[at] = firstAbove(times, putReturn[element] as number);
    marks.insideTo[at] = lastBelow(times, takeCall[element] as number);
  }
  return marks;
}
