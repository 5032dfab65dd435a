import { sort } from '../history/sort.js';
import type { PriorityQueueInput, PriorityQueueOutput } from '../models/inputs.js';
import type { SpecialisedChecker } from '../types.js';
import {
  containerChecker,
  type ContainerSubject,
  type ContainerVerdict,
} from './containers/checker.js';
import type { Elements } from './containers/elements.js';
import { NONE, type Container } from './containers/operations.js';
import { freed, insideDuring, judgeEmpty } from './containers/false-empty.js';
import { giveToTakers } from './containers/takers.js';
import { deadlinesOf } from './priority-queue/deadlines.js';
import { linearizePriorities } from './priority-queue/linearize.js';
import { earliestMoments, type Ranking } from './priority-queue/moments.js';
import { listed, type DescribeOperation } from './words.js';

type Subject = ContainerSubject<PriorityQueueInput>;

/** A priority queue, as every checker of containers sees it. */
export const priorityContainer = (
  initial: readonly unknown[],
  describe: DescribeOperation<PriorityQueueInput, PriorityQueueOutput>,
): Container<PriorityQueueInput> => ({
  noun: 'queue',
  initial: initial.length,
  elementPut: (input) => (input.f === 'insert' ? input.value : undefined),
  describe,
});

/**
 * Priority queues whose elements are all different, in O(n log n): no element from nowhere or
 * twice, and each leaves at a moment at which nothing of a lower priority is surely inside
 * (`earliestMoments`). An insert without an answer counts once its element came out; a removal
 * without an answer may have taken an element that nobody else got.
 */
export function priorityOrder(
  initial: readonly unknown[],
  describe: DescribeOperation<PriorityQueueInput, PriorityQueueOutput>,
): SpecialisedChecker<PriorityQueueInput, PriorityQueueOutput> {
  return containerChecker({
    name: 'priority-order',
    ...priorityContainer(initial, describe),
    firstGoesFirst: (one, other) =>
      one.f === 'insert' && other.f === 'insert' && one.priority === other.priority,
    check: checkPriorities,
  });
}

function checkPriorities(subject: Subject): ContainerVerdict {
  const { history, intervals } = subject;
  const { elements, open } = history;
  const ranking = rankingOf(subject);
  if (ranking === undefined) {
    return { verdict: 'undecided', because: 'a priority is not a number' };
  }
  if (open.length === 0) {
    return judgeOrder(subject, elements, ranking);
  }
  // What is wrong even if the first removal without an answer could take everything is wrong.
  const freest = freed(history, intervals);
  const found = earliestMoments(freest, ranking);
  if ('blocked' in found) {
    return blockedVerdict(subject, freest, ranking, found.blocked);
  }
  const wrong = judgeEmpty(subject, freest);
  if (wrong !== undefined) {
    return wrong;
  }
  const deadlines = deadlinesOf(history, freest, found.moment, ranking, intervals);
  const given = giveToTakers(history, deadlines, intervals);
  if (given === undefined) {
    return { verdict: 'illegal' };
  }
  const verdict = judgeOrder(subject, given, ranking);
  return verdict.verdict === 'illegal'
    ? { verdict: 'undecided', because: 'the order hinges on what removals without an answer took' }
    : verdict;
}

/** The elements by their priorities; nothing if one of those is not a number. */
function rankingOf({ operations, history }: Subject): Ranking | undefined {
  const { put } = history.elements;
  const priority = new Float64Array(put.length).map((_, element) => {
    const input = operations[put[element] as number]?.input;
    return input?.f === 'insert' ? input.priority : NaN;
  });
  if (priority.includes(NaN)) {
    return undefined;
  }
  return { order: sort(priority), priority };
}

/** The verdict on elements of which is known, or assumed, what took them. */
function judgeOrder(subject: Subject, elements: Elements, ranking: Ranking): ContainerVerdict {
  const { history, intervals } = subject;
  const found = earliestMoments(elements, ranking);
  if ('blocked' in found) {
    return blockedVerdict(subject, elements, ranking, found.blocked);
  }
  const { order } = ranking;
  const { moment } = found;
  return (
    judgeEmpty(subject, elements) ?? {
      verdict: 'ok',
      linearize: () => linearizePriorities(elements, order, moment, history.empty, intervals),
    }
  );
}

/** The verdict if an element can leave at no moment. */
function blockedVerdict(
  { words }: Subject,
  elements: Elements,
  { priority }: Ranking,
  blocked: number,
): ContainerVerdict {
  const { put, take, putCall, takeCall, takeReturn } = elements;
  const from = Math.max(putCall[blocked] as number, takeCall[blocked] as number);
  const lower = insideDuring(
    elements,
    from,
    takeReturn[blocked] as number,
    (other) => (priority[other] as number) < (priority[blocked] as number),
  );
  return {
    verdict: 'illegal',
    among: [...lower, blocked],
    reason: () =>
      `${words(take[blocked])}, but as long as it could, something of a lower priority was inside: ` +
      `what ${listed((element = NONE) => words(put[element]), lower)} put in`,
  };
}
