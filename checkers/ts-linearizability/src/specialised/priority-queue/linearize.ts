import { ascending } from '../../history/sort.js';
import { SurelyFilled } from '../containers/emptiness.js';
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
  empty: Int32Array,
  intervals: Intervals,
): Int32Array {
  const { put, take, putReturn } = elements;
  const operations: number[] = [];
  const times: number[] = [];
  const place = (operation: number, time: number): void => {
    operations.push(operation);
    times.push(time);
  };
  for (const element of order) {
    const leaves = moment[element] as number;
    if (leaves === Infinity) {
      continue;
    }
    if ((putReturn[element] as number) >= leaves) {
      place(put[element] as number, leaves);
    }
    place(take[element] as number, leaves);
  }
  const filled = new SurelyFilled(elements);
  for (const operation of empty) {
    place(operation, filled.emptyFrom(intervals.call[operation] as number));
  }
  for (const element of order) {
    if ((putReturn[element] as number) < (moment[element] as number)) {
      place(put[element] as number, putReturn[element] as number);
    }
  }
  // The sort is stable.
  return ascending(Float64Array.from(times)).map((at) => operations[at] as number);
}
