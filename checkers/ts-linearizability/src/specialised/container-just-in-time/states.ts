import { NONE } from '../containers/operations.js';
import type { Spent } from '../just-in-time/spent.js';

/** What happened since something: an order of operations, the last of them first, in pieces. */
export interface Path {
  readonly before: Path | undefined;
  /** An operation, or `NONE`; then what is inside, then another operation. */
  readonly first: number;
  readonly inside?: Path | undefined;
  readonly last: number;
}

/**
 * What can have happened before an event.
 *
 * @typeParam C - what is in the container, as far as it matters: the same object if it is the same.
 */
export interface State<C> {
  readonly content: C;
  /** Of the operations in flight, those that took effect: a set of bits. */
  readonly done: number;
  /** What operations without an answer did, by kind: the same object if it is the same. */
  readonly spent: Spent;
  /** What happened since the content came about. */
  readonly path: Path | undefined;
}

/** The state after one or two operations; of one, `first` is `NONE`. */
export function happened<C>(state: State<C>, first: number, last: number): State<C> {
  const { content, done, spent, path: before } = state;
  return { content, done, spent, path: { before, first, last } };
}

/** The operations of paths, one after the other. */
export function operationsOf(paths: readonly (Path | number | undefined)[]): number[] {
  const operations: number[] = [];
  const work = paths.toReversed();
  while (work.length > 0) {
    const item = work.pop();
    if (typeof item === 'number') {
      operations.push(item);
    } else if (item !== undefined) {
      work.push(item.last, item.inside, item.first, item.before);
    }
  }
  return operations.filter((at) => at !== NONE);
}

/** States; of those that differ only in what they spent, the one that spent least. */
export class States<C> {
  readonly #byContent = new Map<C, Map<number, State<C>>>();

  /** Whether a state is new, or better than one that was added. */
  add(state: State<C>): boolean {
    const alike = this.#byContent.get(state.content) ?? new Map<number, State<C>>();
    if ((alike.get(state.done)?.spent.length ?? Infinity) <= state.spent.length) {
      return false;
    }
    this.#byContent.set(state.content, alike.set(state.done, state));
    return true;
  }

  get isEmpty(): boolean {
    return this.#byContent.size === 0;
  }

  all(): State<C>[] {
    return [...this.#byContent.values()].flatMap((alike) => [...alike.values()]);
  }
}
