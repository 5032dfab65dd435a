import { pick } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { EMPTY, NONE } from '../containers/operations.js';
import { Prefixes, type Prefix } from './enqueued.js';
import { FollowedContainer, type FollowedHistory, type Spending } from './followed.js';
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

  constructor(history: FollowedHistory) {
    const prefixes = new Prefixes(history.operations);
    super(history, prefixes.empty);
    this.#prefixes = prefixes;
  }

  override get tableBytes(): number {
    return super.tableBytes + this.#prefixes.bytes;
  }

  protected override beginReturn(at: number): void {
    this.#now = this.operations.return[at] as number;
  }

  override return(at: number, states: readonly State<Prefix>[], meter: Meter) {
    const next = super.return(at, states, meter);
    this.#latestCall = Math.max(this.#latestCall, this.operations.call[at] as number);
    return next;
  }

  /**
   * Takes what has to come before what is dequeued, and nothing else: the rest can as well be taken
   * later. Or first, all that has to be taken so that another dequeue finds the queue empty.
   */
  protected override takeEffect(from: State<Prefix>, at: number): void {
    if (!this.isNew(from)) {
      return;
    }
    const state = this.#foundEmpty(from);
    const { call, value } = this.operations;
    const bit = this.bitOf(at);
    if ((state.done & bit) !== 0) {
      this.finish({ ...state, done: state.done & ~bit });
      return;
    }
    for (const empty of this.#leftEmpty(state)) {
      const emptied = this.#emptied(state, call[empty] as number);
      if (emptied !== undefined) {
        this.takeEffect(emptied, at);
      }
    }
    const own = value[at] as number;
    // If what has to come before is taken by this dequeue, that is another way.
    const before = (moment: number): State<Prefix> | undefined => {
      const last = this.#taken(state, moment);
      return last !== undefined && (last.done & bit) === 0 ? last : undefined;
    };
    let isTaken = false;
    for (const enqueue of this.#prefixes.ahead(state.content, this.#now, own)) {
      const last = before(call[enqueue] as number);
      const content = last && this.#prefixes.extensions(last.content).get(enqueue);
      if (last !== undefined && content !== undefined) {
        isTaken ||= last === state;
        this.finish(happened({ ...last, content }, enqueue, at));
      }
    }
    // If nothing has to come before, an enqueue without an answer would do as well later.
    for (const put of isTaken && !this.isRelaxed ? [] : this.open(1, own)) {
      const last = before(call[put] as number);
      const using = last && this.usingPut(last, own, last.content.earliestReturn);
      if (using !== undefined) {
        this.finish(happened(using.state, using.at, at));
        break;
      }
    }
  }

  /** The state once all has left that came for sure before a moment; nothing if it cannot have. */
  #taken(from: State<Prefix>, moment: number): State<Prefix> | undefined {
    const { value, return: returned } = this.operations;
    let state: State<Prefix> | undefined = from;
    while (state !== undefined && state.content.earliestReturn < moment) {
      const all: Prefix['next'] = this.#prefixes.extensions(state.content);
      const next = [...all].find(([enqueue]) => (returned[enqueue] as number) < moment);
      if (next === undefined) {
        return undefined;
      }
      const [enqueue, content] = next;
      const dequeue = this.next(state.done, 0, value[enqueue] as number);
      const using: Spending<Prefix> | undefined =
        dequeue === NONE
          ? this.usingTake(state)
          : { state: { ...state, done: state.done | this.bitOf(dequeue) }, at: dequeue };
      state = using && happened({ ...using.state, content }, enqueue, using.at);
    }
    return state;
  }

  /** The state once all has left that is in the way of finding the queue empty. */
  #emptied(from: State<Prefix>, called: number): State<Prefix> | undefined {
    let state: State<Prefix> | undefined = from;
    while (state !== undefined && !this.#canBeEmpty(state, called)) {
      state = this.#taken(state, this.#earliestEmpty(state, called));
    }
    return state;
  }

  /** The dequeues in flight that find the queue empty and have not done so, by their calls. */
  #leftEmpty({ done }: State<Prefix>): number[] {
    return this.flight.returning.filter(
      (at) => this.operations.value[at] === EMPTY && (done & this.bitOf(at)) === 0,
    );
  }

  /** All dequeues in flight that find the queue empty do so if they can. */
  #foundEmpty(before: State<Prefix>): State<Prefix> {
    let state = before;
    for (const at of this.#leftEmpty(before)) {
      if (!this.#canBeEmpty(state, this.operations.call[at] as number)) {
        break;
      }
      state = happened({ ...state, done: state.done | this.bitOf(at) }, NONE, at);
    }
    return state;
  }

  /** Whether all that is in the queue after something called by then can come later. */
  #canBeEmpty(state: State<Prefix>, called: number): boolean {
    return this.#earliestEmpty(state, called) <= state.content.earliestReturn;
  }

  /** The earliest moment that something called by then can find the queue empty. */
  #earliestEmpty(state: State<Prefix>, called: number): number {
    const { content, done } = state;
    const { call } = this.operations;
    const last = this.open(0, NONE)[this.takesIn(state) - 1] ?? NONE;
    let moment = Math.max(this.#latestCall, content.latestCall, called, call[last] ?? -Infinity);
    for (const at of this.flight.returning) {
      moment = (done & this.bitOf(at)) === 0 ? moment : Math.max(moment, call[at] as number);
    }
    return moment;
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
