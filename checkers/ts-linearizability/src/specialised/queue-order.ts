import type { QueueInput, QueueOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { intervalsOf, type Intervals } from './intervals.js';
import { NONE, QueuePairs, type Elements, type QueueHistory } from './queue/elements.js';
import { coverOf, findFalseEmpty } from './queue/emptiness.js';
import { linearizeQueue } from './queue/linearize.js';
import { findOvertaking } from './queue/order.js';
import { takeStuck, type Stuck } from './queue/taken.js';
import { wordsFor, type DescribeOperation, type Words } from './words.js';

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
  return {
    name: 'queue-order',
    recognise(operations, control) {
      if (initial.length > 0) {
        return { recognised: false, because: 'the queue is not empty at first' };
      }
      const pairs = QueuePairs.of(operations, control);
      return typeof pairs === 'string'
        ? { recognised: false, because: pairs }
        : {
            recognised: true,
            check: () => checkQueue(pairs, intervalsOf(operations), wordsFor(operations, describe)),
          };
    },
  };
}

function checkQueue(pairs: QueuePairs, intervals: Intervals, words: Words): SpecialisedVerdict {
  const history = pairs.match();
  if ('impossible' in history) {
    const { impossible, dequeue, others } = history;
    const reasons = {
      'never-enqueued': () => 'answered what was never enqueued',
      'not-yet-enqueued': () => `returned before ${words(others[0])} was called`,
      twice: () => `answered what ${words(others[1])} had answered, and it was enqueued once`,
    };
    const witness = [dequeue, ...others].filter((at) => at !== NONE);
    return illegal(witness, `${words(dequeue)} ${reasons[impossible]()}`);
  }
  const elements = takeStuck(history, intervals);
  if ('takers' in elements) {
    return stuckVerdict(history, elements, words);
  }
  const overtaking = findOvertaking(elements);
  if (overtaking !== undefined) {
    const { overtaken: a, overtaker: b } = overtaking;
    return illegal(
      [...operationsOf(elements, a), ...operationsOf(elements, b)],
      `${words(elements.enqueue[a])} returned before ${words(elements.enqueue[b])} was called, ` +
        `but ${words(elements.dequeue[b])} returned before ${words(elements.dequeue[a])} was called`,
    );
  }
  return checkEmpty(history, elements, intervals, words);
}

function checkEmpty(
  history: QueueHistory,
  elements: Elements,
  intervals: Intervals,
  words: Words,
): SpecialisedVerdict {
  const { empty, open } = history;
  const wrong = findFalseEmpty(elements, empty, intervals);
  if (wrong === undefined) {
    return { verdict: 'ok', linearize: () => linearizeQueue(elements, empty, intervals) };
  }
  // Dequeues without an answer could have taken other elements than they were given above. Let
  // the first of them take everything: if that does not help, nothing does.
  const best = open.length === 0 ? elements : freed(history, intervals);
  const proven = open.length === 0 ? wrong : findFalseEmpty(best, empty, intervals);
  if (proven === undefined) {
    return {
      verdict: 'undecided',
      because: `whether ${words(wrong)} is right depends on what dequeues without an answer took`,
    };
  }
  const returned = intervals.return[proven] as number;
  const cover = coverOf(best, intervals.call[proven] as number, returned);
  const takers = open.filter((taker) => (intervals.call[taker] as number) <= returned);
  const known = cover.flatMap((element) => operationsOf(history.elements, element));
  return illegal(
    [proven, ...known, ...takers],
    `${words(proven)}, but all that time something was inside: what ` +
      `${cover.map((element) => words(elements.enqueue[element])).join(', ')} put in`,
  );
}

/** As if the first dequeue without an answer could take every element that nobody got. */
function freed({ elements, open }: QueueHistory, intervals: Intervals): Elements {
  let earliest = Infinity;
  for (const taker of open) {
    earliest = Math.min(earliest, intervals.call[taker] as number);
  }
  const dequeueCall = elements.dequeueCall.map((call, element) =>
    elements.dequeue[element] === NONE ? earliest : call,
  );
  return { ...elements, dequeueCall };
}

function stuckVerdict({ elements }: QueueHistory, stuck: Stuck, words: Words): SpecialisedVerdict {
  const { element, behind, empty, rivals, takers } = stuck;
  const proof = [empty, ...(behind < 0 ? [] : operationsOf(elements, behind))];
  const others = rivals.flatMap((rival) => operationsOf(elements, rival));
  const why =
    behind < 0
      ? `then ${words(empty)} found nothing`
      : `then ${words(elements.enqueue[behind])} was called, and ${words(elements.dequeue[behind])} answered that`;
  const taken =
    takers.length === 0
      ? 'nobody took it'
      : `the ${takers.length} dequeues without an answer cannot have taken all ${rivals.length} such elements`;
  return illegal(
    [...proof, ...others, ...takers],
    `${words(elements.enqueue[element])} returned; ${why}; but ${taken}`,
  );
}

function operationsOf({ enqueue, dequeue }: Elements, element: number): number[] {
  return [enqueue[element] as number, dequeue[element] as number].filter((at) => at !== NONE);
}

function illegal(witness: readonly number[], reason: string): SpecialisedVerdict {
  const positions = [...new Set(witness)].filter((at) => at !== NONE).sort((a, b) => a - b);
  return { verdict: 'illegal', witness: positions, reason };
}
