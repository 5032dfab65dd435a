import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { emptyMoments } from '../containers/emptiness.js';
import type { Elements } from '../containers/elements.js';
import type { Intervals } from '../intervals.js';

/**
 * A legal order of a priority queue in which every element can leave: each is removed at its
 * earliest moment, and put in as late as that allows. At one moment, removals come first, the
 * lowest priority at the front, then those that found nothing, then inserts.
 *
 * @param order elements by priority.
 * @param moment of each element's removal; `Infinity` if it stays.
 */
export function linearizePriorities(
  elements: Elements,
  order: Int32Array,
  moment: Float64Array,
  empty: readonly number[],
  intervals: Intervals,
): Int32Array {
  const { put, take, putReturn } = elements;
  const operations: number[] = [];
  const times: number[] = [];
  const place = (operation: number, time: number): void => {
    operations.push(operation);
    times.push(time);
  };
  for (let i = 0; i < order.length; i++) {
    const element = order[i] as number;
    const leaves = moment[element] as number;
    if (leaves === Infinity) {
      continue;
    }
    if ((putReturn[element] as number) >= leaves) {
      place(put[element] as number, leaves);
    }
    place(take[element] as number, leaves);
  }
  const emptyAt = emptyMoments(elements, empty, intervals);
  for (let i = 0; i < empty.length; i++) {
    place(empty[i] as number, emptyAt[i] as number);
  }
  for (let i = 0; i < order.length; i++) {
    const element = order[i] as number;
    if ((putReturn[element] as number) < (moment[element] as number)) {
      place(put[element] as number, putReturn[element] as number);
    }
  }
  // The sort is stable.
  return pick(operations, sort(new Float64Array(times)));
}
