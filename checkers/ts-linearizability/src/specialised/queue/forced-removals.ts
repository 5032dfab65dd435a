import { gather } from '../../history/columns.js';
import type { Intervals } from '../intervals.js';
import { NEVER, NONE, type ContainerHistory, type Elements } from '../containers/elements.js';
import { giveToTakers, type ForcedRemoval, type TooFewTakers } from '../containers/takers.js';
import { EarliestAfter } from './order.js';

/** An element that nobody dequeued although it had to leave, and why. */
export interface QueueRemoval extends ForcedRemoval {
  /** An element behind it that left, or `NONE`. */
  readonly behind: number;
  /** A dequeue that found the queue empty later, or `NONE`. */
  readonly empty: number;
}

/**
 * Gives elements that had to leave, but that nobody is known to have dequeued, to dequeues
 * without an answer: before an element behind them does, and before a dequeue that was called
 * later finds the queue empty.
 */
export function takeStuck(
  history: ContainerHistory,
  intervals: Intervals,
): Elements | TooFewTakers<QueueRemoval> {
  const { elements, empty } = history;
  const gone = EarliestAfter.of(elements.putCall, elements.takeReturn);
  const emptyReturn = gather(intervals.return, empty);
  const noticed = EarliestAfter.of(gather(intervals.call, empty), emptyReturn);
  const removals: QueueRemoval[] = [];
  for (let element = 0; element < elements.count; element++) {
    if (elements.take[element] !== NONE) {
      continue;
    }
    const since = elements.putReturn[element] as number;
    const behind = gone.after(since);
    const seen = noticed.after(since);
    const left = elements.takeReturn[behind] ?? NEVER;
    const found = emptyReturn[seen] ?? NEVER;
    if (left < found) {
      removals.push({ element, deadline: left, behind, empty: NONE });
    } else if (found !== NEVER) {
      removals.push({ element, deadline: found, behind: NONE, empty: empty[seen] as number });
    }
  }
  return giveToTakers(history, removals, intervals);
}
