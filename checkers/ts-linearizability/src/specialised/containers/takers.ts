import { firstNumbers, gather, inverse, pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { firstAbove, lastBelow } from '../bisect.js';
import type { Intervals } from '../intervals.js';
import { NEVER, type ContainerHistory, type Elements } from './elements.js';
import { LeastTree } from './least-tree.js';
import { NONE } from './operations.js';

/**
 * Which elements must leave before element b does: each element a whose put returned before
 * `since[b]`, and of which `level[a]` is greater than `floor[b]`.
 */
export interface Precedence {
  readonly since: Float64Array;
  readonly level: Float64Array;
  readonly floor: Float64Array;
}

/** As if the first operation without an answer could take every element that nobody got. */
export function freed({ elements, open }: ContainerHistory, { call }: Intervals): Elements {
  const earliest = open.reduce((time, at) => Math.min(time, call[at] as number), NEVER);
  const takeCall = elements.takeCall.map((time, element) =>
    elements.take[element] === NONE ? earliest : time,
  );
  return { ...elements, takeCall };
}

/**
 * Per element, by when it has to leave: although no answer names it, before an element does that it must precede, or
 * before an operation finds the container empty. One that has to leave is itself such an occasion. O(n log n).
 *
 * @param precedence of the elements as they are if `freed`.
 * @param emptyAt per operation that found nothing, when the container can be empty at the earliest, if so.
 */
export function deadlinesOf(
  { elements, empty }: ContainerHistory,
  { since, level, floor }: Precedence,
  emptyAt: Float64Array,
  intervals: Intervals,
): Float64Array {
  const { count, take, putReturn, takeReturn } = elements;
  const deadlines = takeReturn.slice();
  const unclaimed = firstNumbers(count).filter((element) => take[element] === NONE);
  const byLevel = pick(unclaimed, sort(gather(level, unclaimed)));
  const levels = gather(level, byLevel);
  const byReturn = sort(gather(putReturn, byLevel));
  const returns = gather(putReturn, pick(byLevel, byReturn));
  // Those that have no deadline yet, by their levels; the places of their puts among all returns.
  const left = new LeastTree(inverse(byReturn));
  const occasions = new Float64Array(count + empty.length);
  occasions.set(takeReturn);
  occasions.set(gather(intervals.return, empty), count);
  for (const occasion of sort(occasions)) {
    const deadline = occasions[occasion] as number;
    const work = deadline === NEVER ? [] : [occasion];
    for (let one = work.pop(); one !== undefined; one = work.pop()) {
      const last = lastBelow(returns, since[one] ?? (emptyAt[one - count] as number));
      const from = firstAbove(levels, floor[one] ?? -Infinity);
      let next = left.take(from, last);
      for (; next >= 0; next = left.take(from, last)) {
        const element = byLevel[next] as number;
        deadlines[element] = deadline;
        work.push(element);
      }
    }
  }
  return deadlines;
}

/** Elements that left with operations without an answer, and those of the operations that took nothing yet. */
export interface Given {
  readonly elements: Elements;
  readonly spare: Int32Array;
}

/** Whether elements get the first or the last of the operations that can take them in time. */
export type Choice = 'first' | 'last';

/**
 * Gives elements that have to leave to operations without an answer, those that have to leave first before the
 * others, of equal deadlines what came first. An operation called by the deadline of an element can take it. Deadlines
 * are thresholds, so too few operations for some moment is the only obstacle (Hall's theorem), whichever is chosen. An
 * element that was given may also stay, if it can.
 *
 * @param deadlines per element, by when it has to leave; `NEVER` if it need not.
 * @returns nothing if they are too few.
 */
export function giveToTakers(
  { elements, open }: ContainerHistory,
  deadlines: Float64Array,
  { call }: Intervals,
  choice: Choice,
): Given | undefined {
  const { count, putReturn } = elements;
  const forced = firstNumbers(count).filter(
    (at) => elements.take[at] === NONE && deadlines[at] !== NEVER,
  );
  const byArrival = pick(forced, sort(gather(putReturn, forced)));
  const byDeadline = pick(byArrival, sort(gather(deadlines, byArrival)));
  const takers = pick(open, sort(gather(call, open)));
  const take = elements.take.slice();
  const takeCall = elements.takeCall.slice();
  // Those that were called in time, from the first that is not taken yet.
  const inTime: number[] = [];
  let [first, next] = [0, 0];
  for (const element of byDeadline) {
    for (; (call[takers[next] as number] as number) <= (deadlines[element] as number); next++) {
      inTime.push(takers[next] as number);
    }
    if (first === inTime.length) {
      return undefined;
    }
    const taker = (choice === 'first' ? inTime[first++] : inTime.pop()) as number;
    take[element] = taker;
    takeCall[element] = call[taker] as number;
  }
  const spare = Int32Array.from([...inTime.slice(first), ...takers.subarray(next)]);
  return { elements: { ...elements, take, takeCall }, spare };
}
