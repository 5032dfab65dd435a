import { gather } from '../history/columns.js';
import { sort } from '../history/sort.js';
import type { QueueInput, QueueOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import {
  containerChecker,
  type ContainerSubject,
  type ContainerVerdict,
} from './containers/checker.js';
import { NEVER, type ContainerHistory, type Elements } from './containers/elements.js';
import { NONE, type Container } from './containers/operations.js';
import { judgeEmpty } from './containers/false-empty.js';
import { SuffixLeast } from './containers/suffix-least.js';
import { giveToTakers, STAYS } from './containers/takers.js';
import type { Intervals } from './intervals.js';
import { linearizeQueue } from './queue/linearize.js';
import type { DescribeOperation } from './words.js';

/** A FIFO queue, as every checker of containers sees it. */
export const queueContainer = (
  initial: readonly Item[],
  describe: DescribeOperation<QueueInput, QueueOutput>,
): Container<QueueInput> => ({
  noun: 'queue',
  initial: initial.length,
  elementPut: (input) => (input.f === 'enqueue' ? input.value : undefined),
  describe,
});

/**
 * FIFO queues whose elements are all different, in O(n log n): no element from nowhere or twice,
 * none overtaken, no dequeue that found nothing while something was surely inside (Henzinger,
 * Sezgin and Vafeiadis: "Aspect-oriented linearizability proofs", 2013, for histories in which
 * every operation returned). An enqueue without an answer counts once its element came out; a
 * dequeue without an answer may have taken an element that nobody else got.
 */
export function queueOrder(
  initial: readonly Item[],
  describe: DescribeOperation<QueueInput, QueueOutput>,
): SpecialisedChecker<QueueInput, QueueOutput> {
  return containerChecker({
    name: 'queue-order',
    ...queueContainer(initial, describe),
    firstGoesFirst: () => true,
    check: checkQueue,
  });
}

function checkQueue(subject: ContainerSubject<QueueInput>): ContainerVerdict {
  const { history, intervals, words } = subject;
  const elements = giveToTakers(history, deadlinesOf(history, intervals), intervals);
  if (elements === undefined) {
    return { verdict: 'illegal' };
  }
  const overtaking = findOvertaking(elements);
  if (overtaking !== undefined) {
    const [a, b] = overtaking;
    return {
      verdict: 'illegal',
      among: [a, b],
      reason: () =>
        `${words(elements.put[a])} returned before ${words(elements.put[b])} was called, ` +
        `but ${words(elements.take[b])} returned before ${words(elements.take[a])} was called`,
    };
  }
  return (
    judgeEmpty(subject, elements) ?? {
      verdict: 'ok',
      linearize: () => linearizeQueue(elements, history.empty, intervals),
    }
  );
}

/**
 * By when elements that nobody is known to have dequeued have to leave: before an element behind them does, and
 * before a dequeue that was called later finds the queue empty.
 */
function deadlinesOf({ elements, empty }: ContainerHistory, intervals: Intervals): Float64Array {
  const { take, putReturn, putCall, takeReturn } = elements;
  const behind = SuffixLeast.all(putCall, takeReturn);
  const emptyReturn = gather(intervals.return, empty);
  const empties = SuffixLeast.all(gather(intervals.call, empty), emptyReturn);
  return putReturn.map((since, element) => {
    if (take[element] !== NONE) {
      return STAYS;
    }
    const left = takeReturn[behind.above(since)] ?? NEVER;
    const found = emptyReturn[empties.above(since)] ?? NEVER;
    const deadline = Math.min(left, found);
    return deadline === NEVER ? STAYS : deadline;
  });
}

/**
 * Finds elements a and b with a enqueued before b, and b dequeued before a: by a sweep over the
 * calls of the enqueues, which keeps the element that may leave last. O(n log n).
 */
function findOvertaking({
  putReturn,
  putCall,
  takeCall,
  takeReturn,
}: Elements): [number, number] | undefined {
  const byReturn = sort(putReturn);
  let settled = 0;
  let last = NONE;
  for (const element of sort(putCall)) {
    const call = putCall[element] as number;
    for (; (putReturn[byReturn[settled] as number] as number) < call; settled++) {
      const earlier = byReturn[settled] as number;
      last = (takeCall[earlier] as number) > (takeCall[last] ?? -Infinity) ? earlier : last;
    }
    if ((takeCall[last] ?? -Infinity) > (takeReturn[element] as number)) {
      return [last, element];
    }
  }
  return undefined;
}
