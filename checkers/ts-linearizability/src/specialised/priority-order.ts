import { ascending } from '../history/sort.js';
import type { PriorityQueueInput, PriorityQueueOutput } from '../models/inputs.js';
import type { SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { containerChecker, type ContainerSubject } from './containers/checker.js';
import type { ContainerHistory, Elements } from './containers/elements.js';
import { SurelyFilled } from './containers/emptiness.js';
import { freed, judgeEmpty } from './containers/false-empty.js';
import { giveToTakers } from './containers/takers.js';
import { gather, type Intervals } from './intervals.js';
import { leaversOf, type Occasions } from './priority-queue/leavers.js';
import { linearizePriorities } from './priority-queue/linearize.js';
import { earliestMoments, type Ranking } from './priority-queue/moments.js';
import { failedVerdict, tooFewVerdict } from './priority-queue/verdicts.js';
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
    describe,
    check: checkPriorities,
  });
}

function checkPriorities(subject: Subject): SpecialisedVerdict {
  const { history, intervals, control } = subject;
  const { elements, open } = history;
  const ranking = rankingOf(subject);
  if (ranking.priority.some(Number.isNaN)) {
    return { verdict: 'undecided', because: 'a priority is not a number' };
  }
  if (open.length === 0) {
    return judgeOrder(subject, elements, ranking);
  }
  // What is wrong even if the first removal without an answer could take everything is wrong.
  const freest = freed(history, intervals);
  const found = earliestMoments(freest, ranking, control);
  if (!('moment' in found)) {
    return failedVerdict(subject, freest, ranking, found);
  }
  const wrong = judgeEmpty(subject, freest);
  if (wrong !== undefined) {
    return wrong;
  }
  const occasions = occasionsOf(history, freest, found.moment, intervals);
  const leavers = leaversOf(elements, ranking, occasions);
  const given = giveToTakers(history, leavers, intervals);
  if ('takers' in given) {
    return tooFewVerdict({ ...subject, freest, ranking, leavers }, given);
  }
  const verdict = judgeOrder(subject, given, ranking);
  return verdict.verdict === 'illegal'
    ? { verdict: 'undecided', because: 'the order hinges on what removals without an answer took' }
    : verdict;
}

function rankingOf({ operations, history }: Subject): Ranking {
  const priority = new Float64Array(history.elements.count);
  history.elements.put.forEach((put, element) => {
    const input = operations[put]?.input;
    priority[element] = input?.f === 'insert' ? input.priority : NaN;
  });
  return { order: ascending(priority), priority };
}

/** The verdict on elements of which is known, or assumed, what took them. */
function judgeOrder(subject: Subject, elements: Elements, ranking: Ranking): SpecialisedVerdict {
  const { history, intervals, control } = subject;
  const found = earliestMoments(elements, ranking, control);
  if (!('moment' in found)) {
    return failedVerdict(subject, elements, ranking, found);
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
  const filled = new SurelyFilled(freest);
  const emptyEarliest = gather(intervals.call, empty).map((call) => filled.emptyFrom(call));
  return {
    earliest: joined(moment, emptyEarliest),
    latest: joined(freest.takeReturn, gather(intervals.return, empty)),
  };
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const result = new Float64Array(first.length + second.length);
  result.set(first);
  result.set(second, first.length);
  return result;
}
