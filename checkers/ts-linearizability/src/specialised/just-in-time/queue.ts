import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import type { Control } from '../../types.js';
import { EMPTY, NONE, type ContainerOperations } from '../containers/operations.js';
import { Prefixes, type Prefix } from './enqueued.js';
import { OPEN_PUT, OPEN_TAKE } from './path.js';
import { JustInTimeSearch, type Counting, type Found } from './search.js';
import { happened, type State } from './states.js';

/**
 * Looks for a legal order of a queue whose values may be the same. What is in the queue need not be
 * known: the elements that leave one after the other came in that order. So only dequeues are
 * followed; the content is the prefix of an order of the enqueues that left.
 */
export function searchQueue(
  operations: ContainerOperations,
  counting: Counting,
  control: Control,
): Found {
  return new QueueSearch(operations, counting, control).run();
}

class QueueSearch extends JustInTimeSearch<Prefix> {
  readonly #prefixes: Prefixes;
  readonly #counting: Counting;
  /** The latest call of the dequeues that returned, and the return that is now. */
  #latestCall = -Infinity;
  #now = -Infinity;

  constructor(operations: ContainerOperations, counting: Counting, control: Control) {
    const prefixes = new Prefixes(operations);
    super(operations, prefixes.empty, { counting, control, followsPuts: false });
    this.#prefixes = prefixes;
    this.#counting = counting;
  }

  protected override beginReturn(at: number): void {
    this.#now = this.operations.return[at] as number;
  }

  protected override endReturn(at: number): void {
    this.#latestCall = Math.max(this.#latestCall, this.operations.call[at] as number);
  }

  protected override takeEffect(before: State<Prefix>, at: number): void {
    if (!this.isNew(before)) {
      return;
    }
    const state = this.#foundEmpty(before);
    const value = this.operations.value[at] as number;
    const { call } = this.operations;
    if (value === EMPTY && this.#canBeEmpty(state, call[at] as number)) {
      const bit = this.pending.bitOf(at);
      const isDone = (state.done & bit) !== 0;
      this.finish(isDone ? { ...state, done: state.done & ~bit } : happened(state, NONE, at));
      return;
    }
    const extensions = this.#prefixes
      .extensions(state.content)
      .filter(({ enqueue }) => (call[enqueue] as number) <= this.#now);
    let isTaken = false;
    for (const { enqueue, to } of extensions) {
      const came = { ...state, content: to };
      const own = this.operations.value[enqueue] as number;
      if (own === value) {
        isTaken = true;
        this.finish(happened(came, enqueue, at));
      } else {
        const dequeue = this.pending.next(state.done, 0, own);
        if (dequeue !== NONE) {
          const done = state.done | this.pending.bitOf(dequeue);
          this.takeEffect(happened({ ...came, done }, enqueue, dequeue), at);
        }
      }
    }
    // An enqueue without an answer would do as well later.
    if (!isTaken || this.#counting === 'unlimited') {
      this.#takeOpen(state, at, extensions);
    }
  }

  /** Lets operations without an answer take effect. */
  #takeOpen(
    state: State<Prefix>,
    at: number,
    extensions: readonly { readonly enqueue: number; readonly to: Prefix }[],
  ): void {
    const value = this.operations.value[at] as number;
    if (value !== EMPTY) {
      const using = this.usingPut(state, value, state.content.earliestReturn);
      if (using !== undefined) {
        this.finish(happened(using, OPEN_PUT - value, at));
      }
    }
    const using = this.usingTake(state);
    if (using !== undefined) {
      for (const { enqueue, to } of extensions) {
        this.takeEffect(happened({ ...using, content: to }, enqueue, OPEN_TAKE), at);
      }
    }
  }

  /** All pending dequeues that find the queue empty do so if they can. */
  #foundEmpty(before: State<Prefix>): State<Prefix> {
    const { call } = this.operations;
    const found = this.pending
      .all(before.done, 0, EMPTY)
      .sort((a, b) => (call[a] as number) - (call[b] as number));
    let state = before;
    for (const at of found) {
      if (!this.#canBeEmpty(state, call[at] as number)) {
        break;
      }
      state = happened({ ...state, done: state.done | this.pending.bitOf(at) }, NONE, at);
    }
    return state;
  }

  /** Whether all that is in the queue after something called by then can come later. */
  #canBeEmpty({ content, done, uses }: State<Prefix>, called: number): boolean {
    const { call } = this.operations;
    const opens = this.takesIn(uses);
    const last = this.pending.openTakes[opens - 1] ?? NONE;
    const moment = this.pending
      .of(done)
      .reduce(
        (latest, at) => Math.max(latest, call[at] as number),
        Math.max(this.#latestCall, content.latestCall, called, call[last] ?? -Infinity),
      );
    return moment <= content.earliestReturn;
  }

  /** Everything at the earliest moment that it can be. */
  protected override orderOf(named: Int32Array): Int32Array {
    const { isPut, call, value } = this.operations;
    const placed = new Set(named);
    const all = [...named, ...this.#prefixes.enqueues.filter((at) => !placed.has(at))];
    let [enqueued, dequeued] = [-Infinity, -Infinity];
    const moments = all.map((at) => {
      const called = call[at] as number;
      if (isPut[at] === 1) {
        enqueued = Math.max(enqueued, called);
        return enqueued;
      }
      dequeued = Math.max(dequeued, enqueued, called);
      enqueued =
        value[at] === EMPTY && Number.isFinite(this.operations.return[at]) ? dequeued : enqueued;
      return dequeued;
    });
    return pick(all, sort(Float64Array.from(moments)));
  }
}
