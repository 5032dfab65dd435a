import { timelineOf } from '../just-in-time/timeline.js';
import { FlagStates, type Placing } from './flag-states.js';
import type { Flags } from './roles.js';

/** A legal order of operations on flags that are on or off. */
export interface FlagOrder {
  readonly order: Int32Array;
}

/** A legal order that ends before the first operation, by its return, that has no place. */
export interface StuckOrder extends FlagOrder {
  readonly stuck: number;
}

export function isStuck(taken: FlagOrder): taken is StuckOrder {
  return 'stuck' in taken;
}

/**
 * Decides whether operations on flags that are on or off have a legal order: changes of one kind
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
export function linearizeFlags(flags: Flags, operations: Int32Array): FlagOrder | StuckOrder {
  return takePlaces(flags, operations, new FlagStates(flags, operations.length));
}

/** Gives operations their places, by their calls and returns. */
export function takePlaces(
  flags: Pick<Flags, 'call' | 'return'>,
  operations: Int32Array,
  course: Placing,
): FlagOrder | StuckOrder {
  for (const event of timelineOf(flags, operations).events) {
    if (event >= 0) {
      course.call(event);
    } else if (!course.finish(~event)) {
      return { order: course.order, stuck: ~event };
    }
  }
  return { order: course.order };
}
