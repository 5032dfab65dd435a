import type { QueueInput, QueueOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import {
  containerChecker,
  illegalBy,
  operationsOf,
  type ContainerSubject,
} from './containers/checker.js';
import { NONE, type ContainerHistory } from './containers/elements.js';
import { judgeEmpty } from './containers/false-empty.js';
import { describeTooFew, type TooFewTakers } from './containers/takers.js';
import { linearizeQueue } from './queue/linearize.js';
import { findOvertaking } from './queue/order.js';
import { takeStuck, type QueueRemoval } from './queue/forced-removals.js';
import type { DescribeOperation, Words } from './words.js';

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
    noun: 'queue',
    initial: initial.length,
    elementPut: (input) => (input.f === 'enqueue' ? input.value : undefined),
    firstGoesFirst: () => true,
    describe,
    check: checkQueue,
  });
}

function checkQueue(subject: ContainerSubject<QueueInput>): SpecialisedVerdict {
  const { history, intervals, words } = subject;
  const elements = takeStuck(history, intervals);
  if ('takers' in elements) {
    return stuckVerdict(history, elements, words);
  }
  const overtaking = findOvertaking(elements);
  if (overtaking !== undefined) {
    const { overtaken: a, overtaker: b } = overtaking;
    return illegalBy(
      [...operationsOf(elements, a), ...operationsOf(elements, b)],
      `${words(elements.put[a])} returned before ${words(elements.put[b])} was called, ` +
        `but ${words(elements.take[b])} returned before ${words(elements.take[a])} was called`,
    );
  }
  return (
    judgeEmpty(subject, elements) ?? {
      verdict: 'ok',
      linearize: () => linearizeQueue(elements, history.empty, intervals),
    }
  );
}

function stuckVerdict(
  { elements }: ContainerHistory,
  stuck: TooFewTakers<QueueRemoval>,
  words: Words,
): SpecialisedVerdict {
  const { removal, rivals, takers } = stuck;
  const { element, behind, empty } = removal;
  const witness = [...takers];
  for (let i = 0; i < rivals.length; i++) {
    const rival = rivals[i] as QueueRemoval;
    witness.push(...operationsOf(elements, rival.element));
    witness.push(...(rival.behind === NONE ? [rival.empty] : operationsOf(elements, rival.behind)));
  }
  const why =
    behind === NONE
      ? `then ${words(empty)} found nothing`
      : `then ${words(elements.put[behind])} was called, and ${words(elements.take[behind])} answered that`;
  return illegalBy(
    witness,
    `${words(elements.put[element])} returned; ${why}; but ${describeTooFew(stuck)}`,
  );
}
