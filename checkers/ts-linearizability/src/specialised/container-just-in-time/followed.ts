import { NONE, type ContainerOperations } from '../containers/operations.js';
import { Flight } from '../just-in-time/flight.js';
import type { Followed } from '../just-in-time/follow.js';
import type { Meter } from '../just-in-time/meter.js';
import { countOf, withOne, type Spent } from '../just-in-time/spent.js';
import { operationsOf, States, type State } from './states.js';

/** So many operations have a bit each in an integer. */
export const MOST_IN_FLIGHT = 30;

/** States that spent so many more operations without an answer than others are left out, if those go on. */
const SLACK = 1;
const STATE_BYTES = 200;
const LOOK_BYTES = 50;
/** Of a list of what was spent, with its entry in the table; and of each in it. */
const SPENT_BYTES = 150;
const KIND_BYTES = 16;

/** A history of a container. */
export interface FollowedHistory {
  readonly operations: ContainerOperations;
  /** See `Timeline`. */
  readonly events: Int32Array;
  /** Operations without an answer can take effect again and again. */
  readonly isRelaxed: boolean;
}

/** A state in which an operation without an answer takes effect next. */
export interface Spending<C> {
  readonly state: State<C>;
  readonly at: number;
}

/**
 * A container as it is followed. An operation without an answer takes effect only where it is
 * needed: a put right before what it put in is taken, a removal right before what lies beneath, or
 * behind, is.
 */
export abstract class FollowedContainer<C> implements Followed<State<C>> {
  readonly events: Int32Array;
  readonly start: readonly State<C>[];
  isCut = false;
  protected readonly operations: ContainerOperations;
  protected readonly flight: Flight;
  protected readonly isRelaxed: boolean;
  readonly #slotOf: Int32Array;
  /** By slot, the operation in flight that has it. */
  readonly #slots: number[] = [];
  /** All that was spent in some state: the same is one object. */
  readonly #spent = new Map<string, Spent>();
  #spentBytes = 0;
  #seen = new States<C>();
  #found = new States<C>();
  #meter: Meter | undefined;
  /** How many operations without an answer may be spent by the next return. */
  #most = 0;
  /** Whether a state was left out since the last return because it spent too many. */
  #isOver = false;

  /** @param item - per operation, what it puts in or takes, as far as that matters. */
  protected constructor(
    { operations, events, isRelaxed }: FollowedHistory,
    start: C,
    item: Int32Array = operations.value,
  ) {
    const { isPut, return: returned } = operations;
    this.operations = operations;
    this.events = events;
    this.isRelaxed = isRelaxed;
    this.flight = new Flight(
      item.map((one, at) => kindOf(isPut[at] as 0 | 1, one)),
      returned,
    );
    this.#slotOf = new Int32Array(item.length);
    this.start = [{ content: start, done: 0, spent: [], path: undefined }];
  }

  /** Adds the states in which an operation that returns has taken effect. */
  protected abstract takeEffect(state: State<C>, at: number): void;

  /** An operation returns; from these states it takes effect. */
  protected beginReturn(_at: number, _states: readonly State<C>[]): void {
    // Most kinds have nothing to do.
  }

  get tableBytes(): number {
    return this.#spentBytes;
  }

  spentIn({ spent }: State<C>): number {
    return spent.length;
  }

  call(at: number): void {
    this.flight.call(at);
    if (this.operations.return[at] !== Infinity) {
      const free = this.#slots.indexOf(NONE);
      const slot = free < 0 ? this.#slots.length : free;
      this.#slots[slot] = at;
      this.#slotOf[at] = slot;
    }
  }

  /** With few more operations without an answer than before; with more if that is too few. */
  return(at: number, states: readonly State<C>[], meter: Meter): readonly State<C>[] {
    this.#meter = meter;
    const least = states.reduce((min, { spent }) => Math.min(min, spent.length), Infinity);
    const bit = this.bitOf(at);
    let slack = SLACK;
    do {
      this.#most = least + slack;
      this.#isOver = false;
      this.#seen = new States();
      this.#found = new States();
      this.beginReturn(at, states);
      for (const state of states) {
        if ((state.done & bit) === 0) {
          this.takeEffect(state, at);
        } else {
          this.finish({ ...state, done: state.done & ~bit });
        }
      }
      slack *= 2;
    } while (this.#found.isEmpty && this.#isOver && !meter.isOver);
    this.flight.return(at);
    this.#slots[this.#slotOf[at] as number] = NONE;
    return this.#found.all();
  }

  /** The bit of an operation in flight. */
  protected bitOf(at: number): number {
    return 1 << (this.#slotOf[at] as number);
  }

  /** The operation not among those done that puts in, or takes, an item: the first to return. */
  protected next(done: number, isPut: 0 | 1, item: number): number {
    return this.flight.first(kindOf(isPut, item), (at) => (done & this.bitOf(at)) === 0) ?? NONE;
  }

  /** Of the operations not among those done, one of each item that they put in, or take. */
  protected each(done: number, isPut: 0 | 1): number[] {
    const isLeft = (at: number): boolean => (done & this.bitOf(at)) === 0;
    const found: number[] = [];
    for (const kind of this.flight.kinds().returning) {
      const first = (kind & 1) === isPut ? this.flight.first(kind, isLeft) : undefined;
      if (first !== undefined) {
        found.push(first);
      }
    }
    return found;
  }

  /** Adds a state after the return. */
  protected finish(state: State<C>): void {
    this.#meter?.count(1, STATE_BYTES);
    this.#found.add(state);
  }

  /** Whether a state before the return was not seen yet. */
  protected isNew(state: State<C>): boolean {
    return this.goesOn() && this.#seen.add(state);
  }

  /** Whether there is time and memory for one more state. */
  protected goesOn(): boolean {
    this.#meter?.count(1, LOOK_BYTES);
    return this.#meter?.isOver === false;
  }

  /** The removals without an answer that were called, or the puts of an item. */
  protected open(isPut: 0 | 1, item: number): readonly number[] {
    return this.flight.optional(kindOf(isPut, item));
  }

  /** How many removals without an answer took effect. */
  protected takesIn({ spent }: State<C>): number {
    return countOf(spent, TAKES);
  }

  /** The next removal without an answer takes effect; nothing if none can. */
  protected usingTake(state: State<C>): Spending<C> | undefined {
    return this.#spending(state, TAKES);
  }

  /** The next put of an item without an answer, called by then, takes effect. */
  protected usingPut(state: State<C>, item: number, until = Infinity): Spending<C> | undefined {
    return this.#spending(state, kindOf(1, item), until);
  }

  #spending(state: State<C>, kind: number, until = Infinity): Spending<C> | undefined {
    const used = this.isRelaxed ? 0 : countOf(state.spent, kind);
    const at = this.flight.optional(kind)[used];
    if (at === undefined || (this.operations.call[at] as number) > until) {
      return undefined;
    }
    if (this.isRelaxed) {
      return { state, at };
    }
    // Of states that spent different ones, one is kept.
    this.isCut = true;
    if (state.spent.length >= this.#most) {
      this.#isOver = true;
      return undefined;
    }
    const spent = withOne(state.spent, kind);
    const key = spent.join();
    const known = this.#spent.get(key);
    if (known === undefined) {
      this.#spent.set(key, spent);
      this.#spentBytes += SPENT_BYTES + KIND_BYTES * spent.length;
    }
    return { state: { ...state, spent: known ?? spent }, at };
  }

  /** The order that led to the last state. */
  linearize({ path }: State<C>): Int32Array {
    return Int32Array.from(operationsOf([path]));
  }
}

/** What an operation does: odd for puts. The value of a removal that found nothing is -1. */
function kindOf(isPut: 0 | 1, item: number): number {
  return 2 * (item + 1) + isPut;
}

/** The kind of the removals without an answer. */
const TAKES = kindOf(0, NONE);
