import type { Path } from './path.js';
import { NO_USES, type Uses } from './uses.js';

/** What is in a container, as far as it matters. */
export interface Content {
  /** What operations without an answer did before it came about. */
  readonly uses: number;
}

/** Where a history can be between two returns. */
export interface State<C extends Content> {
  readonly content: C;
  /** Of the pending operations, those that took effect: a set of bits. */
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

/** How many operations without an answer took effect by a state. */
export function totalOf(uses: Uses, state: State<Content>): number {
  return uses.total(state.content.uses) + uses.total(state.uses);
}

/** States; of those that differ only in what they use, the one that uses least. */
export class States<C extends Content> {
  readonly #uses: Uses;
  readonly #byContent = new Map<C, State<C>[]>();

  constructor(uses: Uses) {
    this.#uses = uses;
  }

  /** Whether a state is new, or better than one that was added. */
  add(state: State<C>): boolean {
    const others = this.#byContent.get(state.content);
    if (others === undefined) {
      this.#byContent.set(state.content, [state]);
      return true;
    }
    const same = others.findIndex(({ done }) => done === state.done);
    if (same < 0) {
      others.push(state);
      return true;
    }
    const known = (others[same] as State<C>).uses;
    if (known === NO_USES || this.#uses.total(known) <= this.#uses.total(state.uses)) {
      return false;
    }
    others[same] = state;
    return true;
  }

  get isEmpty(): boolean {
    return this.#byContent.size === 0;
  }

  /** All of them, those that use least first. */
  all(): State<C>[] {
    const all = [...this.#byContent.values()].flat();
    return all.sort((a, b) => totalOf(this.#uses, a) - totalOf(this.#uses, b));
  }
}
