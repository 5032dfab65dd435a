import { gather, pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { Course, type Placing } from './course.js';
import type { Turns } from './roles.js';

/** A legal order of operations on things that are on or off. */
export interface TakenTurns {
  readonly order: Int32Array;
}

/** A legal order that ends before the first operation, by its return, that has no place. */
export interface StuckTurns extends TakenTurns {
  readonly stuck: number;
}

export function isStuck(taken: TakenTurns): taken is StuckTurns {
  return 'stuck' in taken;
}

/**
 * Decides whether operations on things that are on or off have a legal order: turns of one kind
 * are alike, so of those the one that must be over first goes first; what only looks goes as soon
 * as it can; and no turn is taken before something must be over that needs it. O(n log n).
 *
 * This is exact. Say that there is a legal order, and that the first turn is taken here at the
 * return of x. All that was over before needs none, so in that order too it can stand before the
 * first turn; and all others can come at that moment or later, for they return no earlier. The
 * first turn itself can change places with the one that was taken here, which must be over no
 * later. So there is a legal order that begins as this one does, and so on.
 *
 * @param operations of which to make an order.
 */
export function takeTurns(turns: Turns, operations: Int32Array): TakenTurns | StuckTurns {
  return takePlaces(turns, operations, new Course(turns, operations.length));
}

/** Gives operations their places, by their calls and returns. */
export function takePlaces(
  turns: Pick<Turns, 'call' | 'return'>,
  operations: Int32Array,
  course: Placing,
): TakenTurns | StuckTurns {
  const byCall = sortedBy(turns.call, operations);
  const byReturn = sortedBy(turns.return, operations);
  let next = 0;
  for (let i = 0; i < byReturn.length; i++) {
    const due = byReturn[i] as number;
    const over = turns.return[due] as number;
    if (over === Infinity) {
      break;
    }
    for (; next < byCall.length && (turns.call[byCall[next] as number] as number) <= over; next++) {
      course.call(byCall[next] as number);
    }
    if (!course.finish(due)) {
      return { order: course.order, stuck: due };
    }
  }
  return { order: course.order };
}

function sortedBy(times: Float64Array, operations: Int32Array): Int32Array {
  return pick(operations, sort(gather(times, operations)));
}
