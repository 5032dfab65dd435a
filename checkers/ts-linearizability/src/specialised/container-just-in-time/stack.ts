import { EMPTY, NONE } from '../containers/operations.js';
import type { Spent } from '../just-in-time/spent.js';
import { FollowedContainer, type FollowedHistory } from './followed.js';
import { happened, operationsOf, type Path, type State } from './states.js';

/**
 * The top of a stack and what can lie below it: a node of a graph-structured stack (Tomita 1985).
 * Stacks that were different and got the same top in the same way are one from then on, until that
 * is popped again. So there are few, although the ways to order pushes are many.
 */
interface Top {
  readonly value: number;
  readonly below: Below[];
}

/** A state from which a push led to a top. */
interface Below {
  readonly state: State<Top>;
  readonly push: number;
}

/** A stack whose values may be the same. */
export class FollowedStack extends FollowedContainer<Top> {
  /** The tops that came since the last return, by what was spent, and by value and what is done. */
  #pushed = new Map<Spent, Map<number, Top>>();

  constructor(history: FollowedHistory) {
    super(history, { value: EMPTY, below: [] });
  }

  protected override beginReturn(): void {
    this.#pushed = new Map();
  }

  protected override takeEffect(state: State<Top>, at: number): void {
    if (this.operations.isPut[at] === 1) {
      this.#pushAfterPops(state, at);
    } else {
      this.#pop(state, at);
    }
  }

  /**
   * Pops from the top if that is right. If not, what is above is popped before, or the value is
   * pushed right before; what else is pending can as well come later.
   */
  #pop(state: State<Top>, at: number): void {
    const value = this.operations.value[at] as number;
    if (!this.isNew(state)) {
      return;
    }
    if (state.content.value === value) {
      const isEmpty = value === EMPTY;
      const next = isEmpty ? [happened(state, NONE, at)] : this.#popped(state, at);
      next.forEach((one) => this.finish(one));
      return;
    }
    if (value !== EMPTY) {
      const push = this.next(state.done, 1, value);
      if (push !== NONE) {
        const done = state.done | this.bitOf(push);
        this.finish(happened({ ...state, done }, push, at));
      }
      const using = this.usingPut(state, value);
      if (using !== undefined) {
        this.finish(happened(using.state, using.at, at));
      }
    }
    this.#uncovered(state).forEach((next) => this.#pop(next, at));
  }

  /** The states after the top is popped by a pending operation, or by one without an answer. */
  #uncovered(state: State<Top>): State<Top>[] {
    if (state.content.value === EMPTY) {
      return [];
    }
    const pop = this.next(state.done, 0, state.content.value);
    const using = this.usingTake(state);
    return [
      ...(pop === NONE ? [] : this.#popped({ ...state, done: state.done | this.bitOf(pop) }, pop)),
      ...(using === undefined ? [] : this.#popped(using.state, using.at)),
    ];
  }

  #popped({ content, done, spent, path: inside }: State<Top>, pop: number): State<Top>[] {
    return content.below.map(({ state: below, push }) => {
      const path = { before: below.path, first: push, inside, last: pop };
      return { content: below.content, done, spent, path };
    });
  }

  /** Pushes after any pops that are pending: those that the push would be in the way of. */
  #pushAfterPops(state: State<Top>, at: number): void {
    if (this.isNew(state)) {
      this.#push(this.#foundEmpty(state), at);
      this.#uncovered(state).forEach((next) => this.#pushAfterPops(next, at));
    }
  }

  /** If the stack is empty, all pending pops that find it so do it now. */
  #foundEmpty(state: State<Top>): State<Top> {
    let next = state;
    while (state.content.value === EMPTY) {
      const pop = this.next(next.done, 0, EMPTY);
      if (pop === NONE) {
        break;
      }
      next = happened({ ...next, done: next.done | this.bitOf(pop) }, NONE, pop);
    }
    return next;
  }

  /** Pushes above any elements of other pushes that are pending. */
  #push(state: State<Top>, at: number): void {
    const { value } = this.operations;
    const last = this.#afterPush(state, at, state.done, 1);
    if (last !== undefined) {
      this.finish(last);
    }
    for (const other of this.each(state.done, 1)) {
      if (value[other] !== value[at]) {
        const next = this.#afterPush(state, other, state.done | this.bitOf(other), 0);
        if (next !== undefined) {
          this.#push(next, at);
        }
      }
    }
  }

  /** The state after a push; nothing if other ways led there before. */
  #afterPush(state: State<Top>, push: number, done: number, isLast: 0 | 1): State<Top> | undefined {
    const { value: values, values: count } = this.operations;
    if (!this.goesOn()) {
      return undefined;
    }
    const value = values[push] as number;
    const { spent } = state;
    const tops = this.#pushed.get(spent) ?? new Map<number, Top>();
    this.#pushed.set(spent, tops);
    const key = (done * count + value) * 2 + isLast;
    const known = tops.get(key);
    if (known === undefined) {
      const content = { value, below: [{ state, push }] };
      tops.set(key, content);
      return { content, done, spent, path: undefined };
    }
    if (!known.below.some((other) => other.state.content === state.content)) {
      known.below.push({ state, push });
    }
    return undefined;
  }

  override linearize(last: State<Top>): Int32Array {
    const paths: (Path | number | undefined)[] = [last.path];
    for (let [way] = last.content.below; way !== undefined; [way] = way.state.content.below) {
      paths.push(way.push, way.state.path);
    }
    return Int32Array.from(operationsOf(paths.toReversed()));
  }
}
