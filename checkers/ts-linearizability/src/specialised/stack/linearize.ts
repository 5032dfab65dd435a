import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { Elements } from '../containers/elements.js';
import { NONE } from '../containers/operations.js';
import { emptyMoments } from '../containers/emptiness.js';
import type { Intervals } from '../intervals.js';
import { NextFree } from '../next-free.js';
import type { Marks } from './marks.js';

/**
 * A legal order of a stack of which everything was peeled off.
 *
 * Each element comes at the latest and leaves at the earliest of its places that were uncovered
 * when it went, so it is on the side of every earlier one on which it surely is. At one moment,
 * what went last leaves first, then come those that found nothing, then what went first.
 *
 * @param trace of the peeling.
 */
export function linearizeStack(
  elements: Elements,
  { elements: lasting, times, come, leave }: Marks,
  trace: Int32Array,
  empty: readonly number[],
  intervals: Intervals,
): Int32Array {
  const { count, put, take, putCall, putReturn, takeCall } = elements;
  const operations: number[] = [];
  const moments: number[] = [];
  const place = (operation: number, moment: number): void => {
    operations.push(operation);
    moments.push(moment);
  };
  for (let element = 0; element < count; element++) {
    if ((putReturn[element] as number) >= (takeCall[element] as number)) {
      // It comes and leaves at once, whatever is inside.
      const moment = Math.max(putCall[element] as number, takeCall[element] as number);
      place(put[element] as number, moment);
      place(take[element] as number, moment);
    }
  }
  const comes = new Float64Array(lasting.length);
  const later = new NextFree(times.length);
  const earlier = new NextFree(times.length);
  const last = times.length - 1;
  for (let i = trace.length - 1; i >= 0; i--) {
    const step = trace[i] as number;
    if (step >= 0) {
      // Before this, the place was covered.
      later.take(step);
      earlier.take(last - step);
      continue;
    }
    const at = ~step;
    comes[at] = times[last - earlier.from(last - (come[at] as number))] as number;
    const taker = take[lasting[at] as number] as number;
    if (taker !== NONE) {
      place(taker, times[later.from(leave[at] as number)] as number);
    }
  }
  const emptyAt = emptyMoments(elements, empty, intervals);
  for (let i = 0; i < empty.length; i++) {
    place(empty[i] as number, emptyAt[i] as number);
  }
  for (let i = 0; i < trace.length; i++) {
    const at = ~(trace[i] as number);
    if (at >= 0) {
      place(put[lasting[at] as number] as number, comes[at] as number);
    }
  }
  // The sort is stable.
  return pick(operations, sort(new Float64Array(moments)));
}
