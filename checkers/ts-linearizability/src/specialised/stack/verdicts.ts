import type { StackInput } from '../../models/inputs.js';
import type { SpecialisedVerdict } from '../../types.js';
import { illegalBy, type ContainerSubject } from '../containers/checker.js';
import { ANY_TIME_LATER, NONE, type Elements } from '../containers/elements.js';
import { coverOf } from '../containers/emptiness.js';
import { operationsUntil } from '../containers/false-empty.js';
import { describeTooFew, type TooFewTakers } from '../containers/takers.js';
import { listed } from '../words.js';
import { smallCore, type Hindrance } from './core.js';
import type { StackRemoval } from './forced-removals.js';

type Subject = ContainerSubject<StackInput>;

/** How many elements a reason explains one by one. */
const MOST_EXPLAINED = 4;

/**
 * The verdict on elements that are stuck: few of them that are stuck by themselves.
 *
 * @param elements with what is known, or assumed, of when they left.
 */
export function stuckVerdict(
  { history, intervals, words }: Subject,
  elements: Elements,
  stuck: Int32Array,
): SpecialisedVerdict {
  const core = smallCore(elements, stuck);
  const named = core.map(({ element }) => element);
  const until = named.reduce(
    (latest, element) =>
      [elements.putReturn[element] as number, elements.takeReturn[element] as number]
        .filter((moment) => moment < ANY_TIME_LATER)
        .reduce((a, b) => Math.max(a, b), latest),
    -Infinity,
  );
  const puts = (some: readonly number[]): string =>
    listed((element) => words(elements.put[element ?? NONE]), some);
  const explain = ({ element, cannot, others }: Hindrance): string =>
    `${words((cannot === 'come' ? elements.put : elements.take)[element])} could happen only while ` +
    `what ${puts(others)} put in was inside`;
  return illegalBy(
    operationsUntil(until, named, history, intervals),
    core.slice(0, MOST_EXPLAINED).map(explain).join('; ') +
      `${core.length > MOST_EXPLAINED ? '; and so on' : ''}; so none of ${core.length} elements can have been the lowest`,
  );
}

/** The verdict if too few pops without an answer were called in time. */
export function tooFewVerdict(
  { history, intervals, words }: Subject,
  freest: Elements,
  failed: TooFewTakers<StackRemoval>,
): SpecialisedVerdict {
  const { removal, rivals, takers } = failed;
  const { elements } = history;
  const witness: number[] = [...takers];
  for (const { element, below, empty } of rivals) {
    const since = elements.putReturn[element] as number;
    const cover =
      empty === NONE ? [below] : coverOf(freest, intervals.call[empty] as number, since);
    const some = [element, ...cover];
    witness.push(empty, ...operationsUntil(since, some, history, intervals));
  }
  const { element, below, empty } = removal;
  const why =
    empty === NONE
      ? `above what ${words(elements.take[below])} took later`
      : `before ${words(empty)} found nothing`;
  return illegalBy(
    witness,
    `${words(elements.put[element])} put something in ${why}; but ${describeTooFew(failed)}`,
  );
}
