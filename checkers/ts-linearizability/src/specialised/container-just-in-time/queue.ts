import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { EMPTY, NONE } from '../containers/operations.js';
import { Prefixes, type Prefix } from './enqueued.js';
import { FollowedContainer, type ContainerHistory } from './followed.js';
import { OPEN_PUT, OPEN_TAKE } from './path.js';
import { happened, type State } from './states.js';
import type { Meter } from '../just-in-time/meter.js';

/**
 * A queue whose values may be the same. What is in the queue need not be known: the elements that
 * leave one after the other came in that order. So only dequeues are followed; the content is the
 * prefix of an order of the enqueues that left.
 */
export class FollowedQueue extends FollowedContainer<Prefix> {
  readonly #prefixes: Prefixes;
  /** The latest call of the dequeues that returned, and the return that is now. */
  #latestCall = -Infinity;
  #now = -Infinity;

  constructor(history: ContainerHistory) {
    const prefixes = new Prefixes(history.operations);
    super(history, prefixes.empty);
    this.#prefixes = prefixes;
  }

  protected override beginReturn(at: number): void {
    this.#now = this.operations.return[at] as number;
  }

  override return(at: number, states: readonly State<Prefix>[], meter: Meter) {
    const next = super.return(at, states, meter);
    this.#latestCall = Math.max(this.#latestCall, this.operations.call[at] as number);
    return next;
  }

  protected override takeEffect(before: State<Prefix>, at: number): void {
    if (!this.isNew(before)) {
      return;
    }
    const state = this.#foundEmpty(before);
    const value = this.operations.value[at] as number;
    const { call } = this.operations;
    if (value === EMPTY && this.#canBeEmpty(state, call[at] as number)) {
      const bit = this.bitOf(at);
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
        const dequeue = this.next(state.done, 0, own);
        if (dequeue !== NONE) {
          const done = state.done | this.bitOf(dequeue);
          this.takeEffect(happened({ ...came, done }, enqueue, dequeue), at);
        }
      }
    }
    // An enqueue without an answer would do as well later.
    if (!isTaken || this.isRelaxed) {
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
    let state = before;
    for (const at of this.flight.returning) {
      const isOther = this.operations.value[at] !== EMPTY || (before.done & this.bitOf(at)) !== 0;
      if (isOther) {
        continue;
      }
      if (!this.#canBeEmpty(state, call[at] as number)) {
        break;
      }
      state = happened({ ...state, done: state.done | this.bitOf(at) }, NONE, at);
    }
    return state;
  }

  /** Whether all that is in the queue after something called by then can come later. */
  #canBeEmpty({ content, done, uses }: State<Prefix>, called: number): boolean {
    const { call } = this.operations;
    const opens = this.takesIn(uses);
    const last = this.open(0, NONE)[opens - 1] ?? NONE;
    const calls = this.flight.returning
      .filter((at) => (done & this.bitOf(at)) !== 0)
      .map((at) => call[at] as number);
    const moment = Math.max(this.#latestCall, content.latestCall, called, ...calls);
    return Math.max(moment, call[last] ?? -Infinity) <= content.earliestReturn;
  }

  /** Everything at the earliest moment that it can be. */
  override linearize(last: State<Prefix>): Int32Array {
    const named = super.linearize(last);
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
