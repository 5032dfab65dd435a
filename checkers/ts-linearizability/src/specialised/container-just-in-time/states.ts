import type { Path } from './path.js';
import { NO_USES, type Uses } from './uses.js';

/** What is in a container, as far as it matters. */
export interface Content {
  /** What operations without an answer did before it came about. */
  readonly uses: number;
}

/** What can have happened before an event. */
export interface State<C extends Content> {
  readonly content: C;
  /** Of the operations in flight, those that took effect: a set of bits. */
  readonly done: number;
  /** What operations without an answer did since the content came about. */
  readonly uses: number;
  /** What happened since then. */
  readonly path: Path | undefined;
}

/** The state after one or two operations; of one, `first` is `NONE`. */
export function happened<C extends Content>(
  state: State<C>,
  first: number,
  last: number,
): State<C> {
  return { ...state, path: { before: state.path, first, last } };
}

/** States; of those that differ only in what they use, the one that uses least. */
export class States<C extends Content> {
  readonly #uses: Uses;
  readonly #byContent = new Map<C, Map<number, State<C>>>();

  constructor(uses: Uses) {
    this.#uses = uses;
  }

  /** Whether a state is new, or better than one that was added. */
  add(state: State<C>): boolean {
    const alike = this.#byContent.get(state.content) ?? new Map<number, State<C>>();
    const known = alike.get(state.done)?.uses ?? Infinity;
    if (known === NO_USES || this.#uses.total(known) <= this.#uses.total(state.uses)) {
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
