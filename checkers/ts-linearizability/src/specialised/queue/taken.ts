import { ascending } from '../../history/sort.js';
import { gather, type Intervals } from '../intervals.js';
import { ANY_TIME_LATER, NEVER, NONE, type Elements, type QueueHistory } from './elements.js';
import { EarliestAfter } from './order.js';

/** An element that nobody dequeued although it had to leave. */
export interface Stuck {
  readonly element: number;
  /** Why it had to leave: an element behind it left, or the queue was empty later. */
  readonly behind: number;
  readonly empty: number;
  /** All elements that had to leave by then without a dequeue that answered. */
  readonly rivals: readonly number[];
  /** The dequeues without an answer that could have taken them: too few. */
  readonly takers: readonly number[];
}

/**
 * Gives elements that had to leave, but that nobody is known to have dequeued, to dequeues
 * without an answer, those called first to the elements that had to leave first.
 *
 * An element has to leave before an element behind it does, and before a dequeue that was called
 * later finds the queue empty. A dequeue called by then can take it. The moments are thresholds,
 * so too few dequeues for some moment is the only obstacle (Hall's theorem).
 */
export function takeStuck(history: QueueHistory, intervals: Intervals): Elements | Stuck {
  const { elements, empty, open } = history;
  const left = (element: number): boolean => elements.dequeue[element] !== NONE;
  const gone = new EarliestAfter(elements.enqueueCall, elements.dequeueReturn);
  const emptyReturn = gather(intervals.return, empty);
  const noticed = new EarliestAfter(gather(intervals.call, empty), emptyReturn);
  const stuck: number[] = [];
  const deadlines: number[] = [];
  for (let element = 0; element < elements.count; element++) {
    if (left(element)) {
      continue;
    }
    const since = elements.enqueueReturn[element] as number;
    const behind = gone.after(since);
    const seen = noticed.after(since);
    const deadline = Math.min(
      behind < 0 ? NEVER : (elements.dequeueReturn[behind] as number),
      seen < 0 ? NEVER : (emptyReturn[seen] as number),
    );
    if (deadline !== NEVER) {
      stuck.push(element);
      deadlines.push(deadline);
    }
  }
  if (stuck.length === 0) {
    return elements;
  }
  const byDeadline = rankByDeadline(elements, stuck, deadlines);
  const takers = ascending(gather(intervals.call, open)).map((at) => open[at] as number);
  const dequeue = elements.dequeue.slice();
  const dequeueCall = elements.dequeueCall.slice();
  const dequeueReturn = elements.dequeueReturn.slice();
  for (let i = 0; i < byDeadline.length; i++) {
    const index = byDeadline[i] as number;
    const element = stuck[index] as number;
    const taker = takers[i];
    const deadline = deadlines[index] as number;
    if (taker === undefined || (intervals.call[taker] as number) > deadline) {
      const since = elements.enqueueReturn[element] as number;
      const seen = noticed.after(since);
      return {
        element,
        behind: gone.after(since),
        empty: seen < 0 ? NONE : (empty[seen] as number),
        rivals: Array.from(byDeadline.subarray(0, i + 1), (at) => stuck[at] as number),
        takers: [...takers.subarray(0, i)],
      };
    }
    dequeue[element] = taker;
    dequeueCall[element] = intervals.call[taker] as number;
    dequeueReturn[element] = ANY_TIME_LATER;
  }
  return { ...elements, dequeue, dequeueCall, dequeueReturn };
}

/** By deadline; of equal deadlines first what came first. */
function rankByDeadline(
  { enqueueReturn }: Elements,
  stuck: readonly number[],
  deadlines: readonly number[],
): Int32Array {
  const byArrival = ascending(gather(enqueueReturn, stuck));
  const byDeadline = ascending(gather(Float64Array.from(deadlines), byArrival));
  return byDeadline.map((at) => byArrival[at] as number);
}
