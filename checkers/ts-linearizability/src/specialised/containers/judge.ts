import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { Operation, SpecialisedVerdict, Value } from '../../types.js';
import type { Intervals } from '../intervals.js';
import { listed, type Words } from '../words.js';
import { NEVER, type ContainerHistory, type Elements } from './elements.js';
import { emptyMoments, insideDuring } from './emptiness.js';
import { NONE, type Container } from './operations.js';
import { deadlinesOf, freed, giveToTakers, type Precedence } from './takers.js';

/** A history of a container, and what is needed to judge it and to talk about it. */
export interface ContainerSubject<Input> {
  readonly operations: readonly Operation<Input, Value>[];
  readonly history: ContainerHistory;
  readonly intervals: Intervals;
  readonly words: Words;
}

/** Elements, and operations that found nothing (numbered after these), among which few are illegal by themselves. */
export interface Stuck {
  readonly stuck: readonly number[];
  /** The reason, if no more than that is wrong. */
  readonly reason?: () => string;
}

/** One moment for each operation, which make a legal order. */
export interface Moments {
  /** Per element. */
  readonly comes: Float64Array;
  /** `NEVER` if it stays. */
  readonly leaves: Float64Array;
  /** Elements as they leave, and as they come, if that is at the same moment; all leave before others come. */
  readonly departures: Int32Array;
  readonly arrivals: Int32Array;
}

/** What is known of elements that can all be removed from the history. */
export interface Removed {
  readonly precedence: Precedence;
  readonly moments: () => Moments;
}

/** What is special about a kind of container. */
export interface ContainerKind<Input> extends Container<Input> {
  /** Of the checker. */
  readonly name: string;
  /** Whether of two equal elements the one that comes first may always leave first. */
  readonly firstGoesFirst?: (one: Input, other: Input) => boolean;
  /**
   * Removes elements from the history, one by one: each only if what is left has a legal order exactly if it has
   * one with that element.
   *
   * @param spare operations without an answer that may take more elements: by their calls.
   */
  readonly remove: (
    elements: Elements,
    subject: ContainerSubject<Input>,
    spare: Int32Array,
  ) => Removed | Stuck;
}

/** What came of the removal of everything. */
type Attempt =
  | Stuck
  | { readonly removed: Removed; readonly emptyAt: Float64Array; readonly elements: Elements };

/** A verdict, before it is known how few elements are illegal by themselves. */
export type ContainerVerdict =
  | Exclude<SpecialisedVerdict, { verdict: 'illegal' }>
  | ({ readonly verdict: 'illegal' } & Partial<Stuck>);

/**
 * Decrease and conquer: a history in which no element comes from nowhere, too early or twice is legal exactly if
 * everything can be removed from it (Lee and Mathur: "Efficient decrease-and-conquer linearizability monitoring", 2025,
 * for histories in which every operation returned). What is wrong even if the first operation without an answer could
 * take everything is wrong; then, they take what has to leave.
 */
export function judgeContainer<Input>(
  kind: ContainerKind<Input>,
  subject: ContainerSubject<Input>,
): ContainerVerdict {
  const { history, intervals } = subject;
  const { elements, open } = history;
  const first = attempt(
    kind,
    subject,
    open.length === 0 ? elements : freed(history, intervals),
    new Int32Array(),
  );
  if ('stuck' in first) {
    return { verdict: 'illegal', ...first };
  }
  if (open.length === 0) {
    return legal(subject, first);
  }
  const { precedence } = first.removed;
  const deadlines = deadlinesOf(history, precedence, first.emptyAt, intervals);
  for (const choice of CHOICES) {
    const given = giveToTakers(history, deadlines, intervals, choice);
    if (given === undefined) {
      return { verdict: 'illegal' };
    }
    const found = attempt(kind, subject, given.elements, given.spare);
    if (!('stuck' in found)) {
      return legal(subject, found);
    }
  }
  return {
    verdict: 'undecided',
    because: 'the order hinges on what operations without an answer took',
  };
}

/** Deadlines say what two elements demand of each other. Where three demand more, early operations have to be spare. */
const CHOICES = ['first', 'last'] as const;

/** Removes everything, first what found nothing: it can go if the container can be empty in time. */
function attempt<Input>(
  kind: ContainerKind<Input>,
  subject: ContainerSubject<Input>,
  elements: Elements,
  spare: Int32Array,
): Attempt {
  const { history, intervals, words } = subject;
  const { empty } = history;
  const emptyAt = emptyMoments(elements, empty, intervals);
  const wrong = empty.findIndex(
    (at, i) => (emptyAt[i] as number) > (intervals.return[at] as number),
  );
  if (wrong >= 0) {
    const found = empty[wrong] as number;
    const [from, to] = [intervals.call[found] as number, intervals.return[found] as number];
    const inside = insideDuring(elements, from, to);
    const putIn = (): string => listed((element = NONE) => words(elements.put[element]), inside);
    return {
      stuck: [...inside, elements.count + wrong],
      reason: () =>
        `${words(found)}, but all that time something was inside: what ${putIn()} put in`,
    };
  }
  const removed = kind.remove(elements, subject, spare);
  return 'stuck' in removed ? removed : { removed, emptyAt, elements };
}

/**
 * The verdict if everything was removed. At one moment, what leaves goes first, after it came if it does both, then
 * what finds nothing, then what comes and stays for a while.
 */
function legal<Input>(
  { history: { empty } }: ContainerSubject<Input>,
  { removed, emptyAt, elements: { put, take } }: Exclude<Attempt, Stuck>,
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
