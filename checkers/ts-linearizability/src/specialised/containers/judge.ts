import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { SpecialisedVerdict } from '../../types.js';
import { listed, type Words } from '../words.js';
import { elementsOf, NEVER, type Elements, type ImpossibleTake } from './elements.js';
import { emptyMoments, insideDuring } from './emptiness.js';
import type { ContainerKind, ContainerSubject, Removed } from './kind.js';
import { NONE } from './operations.js';
import { deadlinesOf, freed, giveToTakers } from './takers.js';

/** What came of the removal of everything. */
type Attempt =
  | IllegalContainer
  | { readonly removed: Removed; readonly emptyAt: Float64Array; readonly elements: Elements };

interface IllegalContainer {
  readonly verdict: 'illegal';
  /** Operations that are illegal by themselves; all if not given. */
  readonly some?: readonly number[];
  readonly reason?: (() => string) | undefined;
}

/** A verdict, before it is known how few operations are illegal by themselves. */
export type ContainerVerdict =
  Exclude<SpecialisedVerdict, { verdict: 'illegal' }> | IllegalContainer;

/**
 * Decrease and conquer: a history in which no element comes from nowhere, too early or twice is legal exactly if
 * everything can be removed from it (Lee and Mathur: "Efficient decrease-and-conquer linearizability monitoring", 2025,
 * for histories in which every operation returned). What is wrong even if the first operation without an answer could
 * take everything is wrong; then, they take what has to leave.
 *
 * @param positions of the operations that are judged.
 */
export function judgeContainer<Input>(
  kind: ContainerKind<Input>,
  subject: ContainerSubject,
  positions: ArrayLike<number>,
): ContainerVerdict {
  const { columns, words } = subject;
  const history = elementsOf(columns, positions);
  if ('impossible' in history) {
    return impossibleVerdict(history, words);
  }
  const { elements, empty, open } = history;
  const first = attempt(
    kind,
    subject,
    open.length === 0 ? elements : freed(history, columns),
    empty,
    new Int32Array(),
  );
  if ('verdict' in first) {
    return first;
  }
  if (open.length === 0) {
    return legal(empty, first);
  }
  const deadlines = deadlinesOf(history, first.removed.precedence, first.emptyAt, columns);
  for (const choice of CHOICES) {
    const given = giveToTakers(history, deadlines, columns, choice);
    if (given === undefined) {
      return { verdict: 'illegal' };
    }
    const found = attempt(kind, subject, given.elements, empty, given.spare);
    if (!('verdict' in found)) {
      return legal(empty, found);
    }
  }
  return {
    verdict: 'undecided',
    because: 'the order hinges on what operations without an answer took',
  };
}

/** Deadlines say what two elements demand of each other. Where three demand more, early operations have to be spare. */
const CHOICES = ['first', 'last'] as const;

function impossibleVerdict(
  { impossible, take, others }: ImpossibleTake,
  words: Words,
): IllegalContainer {
  const reasons = {
    'never-put': () => 'answered what was never put in',
    'not-yet-put': () => `returned before ${words(others[0])} was called`,
    twice: () => `answered what ${words(others[1])} had answered, and it was put in once`,
  };
  const reason = (): string => `${words(take)} ${reasons[impossible]()}`;
  return { verdict: 'illegal', some: [take, ...others], reason };
}

/** Removes everything, first what found nothing: it can go if the container can be empty in time. */
function attempt<Input>(
  kind: ContainerKind<Input>,
  subject: ContainerSubject,
  elements: Elements,
  empty: readonly number[],
  spare: Int32Array,
): Attempt {
  const { columns, words } = subject;
  const { put, take } = elements;
  const operationsOf = (some: readonly number[]): number[] =>
    some.flatMap((element) => [put[element] as number, take[element] as number]);
  const emptyAt = emptyMoments(elements, empty, columns);
  const found = empty.find((at, i) => (emptyAt[i] as number) > (columns.return[at] as number));
  if (found !== undefined) {
    const [from, to] = [columns.call[found] as number, columns.return[found] as number];
    const inside = insideDuring(elements, from, to);
    const putIn = (): string => listed((element = NONE) => words(put[element]), inside);
    return {
      verdict: 'illegal',
      some: [...operationsOf(inside), found],
      reason: () =>
        `${words(found)}, but all that time something was inside: what ${putIn()} put in`,
    };
  }
  const removed = kind.remove(elements, subject, spare);
  return 'stuck' in removed
    ? { verdict: 'illegal', some: operationsOf(removed.stuck), reason: removed.reason }
    : { removed, emptyAt, elements };
}

/**
 * The verdict if everything was removed. At one moment, what leaves goes first, after it came if it does both, then
 * what finds nothing, then what comes and stays for a while.
 */
function legal(
  empty: readonly number[],
  { removed, emptyAt, elements: { put, take } }: Exclude<Attempt, IllegalContainer>,
): ContainerVerdict {
  const linearize = (): Int32Array => {
    const { comes, leaves, departures, arrivals } = removed.moments();
    const operations: number[] = [];
    const moments: number[] = [];
    const place = (operation: number | undefined, moment: number | undefined): void => {
      operations.push(operation as number);
      moments.push(moment as number);
    };
    for (const element of departures) {
      if (leaves[element] !== NEVER) {
        if (comes[element] === leaves[element]) {
          place(put[element], comes[element]);
        }
        place(take[element], leaves[element]);
      }
    }
    empty.forEach((at, i) => place(at, emptyAt[i]));
    for (const element of arrivals) {
      if (comes[element] !== leaves[element]) {
        place(put[element], comes[element]);
      }
    }
    // The sort is stable.
    return pick(operations, sort(new Float64Array(moments)));
  };
  return { verdict: 'ok', linearize };
}
