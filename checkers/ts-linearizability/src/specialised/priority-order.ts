import { gather } from '../history/columns.js';
import { sort } from '../history/sort.js';
import type { PriorityQueueInput, PriorityQueueOutput } from '../models/inputs.js';
import type { SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { containerChecker, type ContainerSubject } from './containers/checker.js';
import type { ContainerHistory, Elements } from './containers/elements.js';
import { emptyMoments } from './containers/emptiness.js';
import { freed, judgeEmpty } from './containers/false-empty.js';
import { giveToTakers } from './containers/takers.js';
import type { Intervals } from './intervals.js';
import { forcedRemovals, type Occasions } from './priority-queue/forced-removals.js';
import { linearizePriorities } from './priority-queue/linearize.js';
import { earliestMoments, type Ranking } from './priority-queue/moments.js';
import { blockedVerdict, tooFewVerdict } from './priority-queue/verdicts.js';
import type { DescribeOperation } from './words.js';

type Subject = ContainerSubject<PriorityQueueInput>;

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
    noun: 'queue',
    initial: initial.length,
    elementPut: (input) => (input.f === 'insert' ? input.value : undefined),
    firstGoesFirst: (one, other) =>
      one.f === 'insert' && other.f === 'insert' && one.priority === other.priority,
    describe,
    check: checkPriorities,
  });
}

function checkPriorities(subject: Subject): SpecialisedVerdict {
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
  const occasions = occasionsOf(history, freest, found.moment, intervals);
  const removals = forcedRemovals(elements, ranking, occasions);
  const given = giveToTakers(history, removals, intervals);
  if ('takers' in given) {
    return tooFewVerdict({ ...subject, freest, ranking, removals }, given);
  }
  const verdict = judgeOrder(subject, given, ranking);
  return verdict.verdict === 'illegal'
    ? { verdict: 'undecided', because: 'the order hinges on what removals without an answer took' }
    : verdict;
}

/** The elements by their priorities; nothing if one of those is not a number. */
function rankingOf({ operations, history }: Subject): Ranking | undefined {
  const { count, put } = history.elements;
  const priority = new Float64Array(count);
  for (let element = 0; element < count; element++) {
    const input = operations[put[element] as number]?.input;
    priority[element] = input?.f === 'insert' ? input.priority : NaN;
    if (Number.isNaN(priority[element])) {
      return undefined;
    }
  }
  return { order: sort(priority), priority };
}

/** The verdict on elements of which is known, or assumed, what took them. */
function judgeOrder(subject: Subject, elements: Elements, ranking: Ranking): SpecialisedVerdict {
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

function occasionsOf(
  { empty }: ContainerHistory,
  freest: Elements,
  moment: Float64Array,
  intervals: Intervals,
): Occasions {
  return {
    earliest: joined(moment, emptyMoments(freest, empty, intervals)),
    latest: joined(freest.takeReturn, gather(intervals.return, empty)),
  };
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const result = new Float64Array(first.length + second.length);
  result.set(first);
  result.set(second, first.length);
  return result;
}
