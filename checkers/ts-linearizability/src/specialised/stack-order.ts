import { gather } from '../history/columns.js';
import type { StackInput, StackOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker } from '../types.js';
import {
  containerChecker,
  type ContainerSubject,
  type ContainerVerdict,
} from './containers/checker.js';
import type { Elements } from './containers/elements.js';
import { freed, judgeEmpty } from './containers/false-empty.js';
import type { Container } from './containers/operations.js';
import { giveToTakers } from './containers/takers.js';
import { deadlinesOf } from './stack/deadlines.js';
import { forcedToLeave } from './stack/forced.js';
import { linearizeStack } from './stack/linearize.js';
import { marksOf, type Marks } from './stack/marks.js';
import { Peeling } from './stack/peeling.js';
import type { DescribeOperation } from './words.js';

type Subject = ContainerSubject<StackInput>;

/** A stack, as every checker of containers sees it. */
export const stackContainer = (
  initial: readonly Item[],
  describe: DescribeOperation<StackInput, StackOutput>,
): Container<StackInput> => ({
  noun: 'stack',
  initial: initial.length,
  elementPut: (input) => (input.f === 'push' ? input.value : undefined),
  describe,
});

/**
 * Stacks whose elements are all different, in O(n log n): no element from nowhere or twice, no pop
 * that found nothing while something was surely inside, and everything can be peeled off
 * (`Peeling`). A push without an answer counts once its element came out; a pop without an answer
 * may have taken an element that nobody else got.
 */
export function stackOrder(
  initial: readonly Item[],
  describe: DescribeOperation<StackInput, StackOutput>,
): SpecialisedChecker<StackInput, StackOutput> {
  return containerChecker({
    name: 'stack-order',
    ...stackContainer(initial, describe),
    check: checkStack,
  });
}

function checkStack(subject: Subject): ContainerVerdict {
  const { history, intervals } = subject;
  const { elements, open } = history;
  if (open.length === 0) {
    const peeled = peel(elements);
    return 'stuck' in peeled
      ? { verdict: 'illegal', among: [...peeled.stuck] }
      : peeledVerdict(subject, elements, peeled);
  }
  // What is wrong even if the first pop without an answer could take everything is wrong.
  const freest = freed(history, intervals);
  const wrong = judgeEmpty(subject, freest);
  if (wrong !== undefined) {
    return wrong;
  }
  const deadlines = deadlinesOf(history, freest, intervals);
  if (giveToTakers(history, deadlines, intervals) === undefined) {
    return { verdict: 'illegal' };
  }
  const first = gather(intervals.call, open).reduce((a, b) => Math.min(a, b));
  const found = forcedToLeave(elements, first, deadlines);
  if ('stuck' in found) {
    return { verdict: 'illegal', among: [...found.stuck] };
  }
  const given = giveToTakers(history, found.deadlines, intervals);
  const peeled = given && peel(given);
  return given === undefined || peeled === undefined || 'stuck' in peeled
    ? { verdict: 'undecided', because: 'the order hinges on what pops without an answer took' }
    : peeledVerdict(subject, given, peeled);
}

/** What came of peeling: everything went, or some elements are stuck. */
type Peeled =
  { readonly marks: Marks; readonly trace: Int32Array } | { readonly stuck: Int32Array };

function peel(elements: Elements): Peeled {
  const marks = marksOf(elements);
  const peeling = new Peeling(marks);
  peeling.run();
  return peeling.done ? { marks, trace: peeling.trace } : { stuck: peeling.left() };
}

/** The verdict if everything was peeled off. */
function peeledVerdict(
  subject: Subject,
  elements: Elements,
  { marks, trace }: Extract<Peeled, { readonly trace: unknown }>,
): ContainerVerdict {
  const { empty } = subject.history;
  return (
    judgeEmpty(subject, elements) ?? {
      verdict: 'ok',
      linearize: () => linearizeStack(elements, marks, trace, empty, subject.intervals),
    }
  );
}
