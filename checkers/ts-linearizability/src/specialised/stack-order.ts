import { gather } from '../history/columns.js';
import type { StackInput, StackOutput } from '../models/inputs.js';
import type { Item, SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { containerChecker, type ContainerSubject } from './containers/checker.js';
import { NEVER, type Elements } from './containers/elements.js';
import { freed, judgeEmpty } from './containers/false-empty.js';
import { giveToTakers, type ForcedRemoval, type TooFewTakers } from './containers/takers.js';
import { forcedToLeave } from './stack/forced.js';
import { forcedRemovals } from './stack/forced-removals.js';
import { linearizeStack } from './stack/linearize.js';
import { marksOf, type Marks } from './stack/marks.js';
import { Peeling } from './stack/peeling.js';
import { tightened } from './stack/tighten.js';
import { stuckVerdict, tooFewVerdict } from './stack/verdicts.js';
import type { DescribeOperation } from './words.js';

/** How often deadlines are learnt before the search takes over. */
const MOST_ROUNDS = 50;

type Subject = ContainerSubject<StackInput>;

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
    noun: 'stack',
    initial: initial.length,
    elementPut: (input) => (input.f === 'push' ? input.value : undefined),
    describe,
    check: checkStack,
  });
}

function checkStack(subject: Subject): SpecialisedVerdict {
  const { history, intervals } = subject;
  const { elements, open } = history;
  if (open.length === 0) {
    const peeled = peel(elements);
    return 'stuck' in peeled
      ? stuckVerdict(subject, elements, peeled.stuck)
      : peeledVerdict(subject, elements, peeled);
  }
  // What is wrong even if the first pop without an answer could take everything is wrong.
  const freest = freed(history, intervals);
  const wrong = judgeEmpty(subject, freest);
  if (wrong !== undefined) {
    return wrong;
  }
  const known = forcedRemovals(history, freest, intervals);
  const inTime = giveToTakers(history, known, intervals);
  if ('takers' in inTime) {
    return tooFewVerdict(subject, freest, inTime);
  }
  const first = gather(intervals.call, open).reduce((a, b) => Math.min(a, b));
  const gone = known.map(({ element }) => element);
  const found = forcedToLeave(elements, first, gone);
  return 'stuck' in found
    ? stuckVerdict(subject, freest, found.stuck)
    : judgeRemovals(subject, withForced(elements, known, found.forced));
}

/** Elements that have to leave, with their deadlines, as far as those are known. */
function withForced(
  { count }: Elements,
  known: readonly ForcedRemoval[],
  forced: Int32Array,
): ForcedRemoval[] {
  const deadlines = new Float64Array(count).fill(NEVER);
  for (let i = 0; i < known.length; i++) {
    const { element, deadline } = known[i] as ForcedRemoval;
    deadlines[element] = deadline;
  }
  const removals: ForcedRemoval[] = [];
  for (let i = 0; i < forced.length; i++) {
    const element = forced[i] as number;
    removals.push({ element, deadline: deadlines[element] as number });
  }
  return removals;
}

/**
 * The verdict on elements that have to leave by certain deadlines, or earlier: how much earlier is
 * learnt from what is stuck.
 */
function judgeRemovals(subject: Subject, known: readonly ForcedRemoval[]): SpecialisedVerdict {
  let removals: readonly ForcedRemoval[] | undefined = known;
  for (let round = 0; removals !== undefined && round < MOST_ROUNDS; round++) {
    const given: Elements | TooFewTakers = giveToTakers(
      subject.history,
      removals,
      subject.intervals,
    );
    if ('takers' in given) {
      break;
    }
    const peeled: Peeled = peel(given);
    if ('trace' in peeled) {
      return peeledVerdict(subject, given, peeled);
    }
    removals = tightened(given, peeled.stuck, removals);
  }
  return { verdict: 'undecided', because: 'the order hinges on what pops without an answer took' };
}

/** What came of peeling: everything went, or some elements are stuck. */
type Peeled =
  { readonly marks: Marks; readonly trace: Int32Array } | { readonly stuck: Int32Array };

function peel(elements: Elements): Peeled {
  const marks = marksOf(elements);
  const peeling = Peeling.of(marks);
  peeling.run();
  return peeling.done ? { marks, trace: peeling.trace } : { stuck: peeling.left() };
}

/** The verdict if everything was peeled off. */
function peeledVerdict(
  subject: Subject,
  elements: Elements,
  { marks, trace }: Extract<Peeled, { readonly trace: unknown }>,
): SpecialisedVerdict {
  const { empty } = subject.history;
  return (
    judgeEmpty(subject, elements) ?? {
      verdict: 'ok',
      linearize: () => linearizeStack(elements, marks, trace, empty, subject.intervals),
    }
  );
}
