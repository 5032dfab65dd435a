import { NONE, type ContainerOperations } from '../containers/operations.js';
import { Flight } from '../just-in-time/flight.js';
import type { Followed } from '../just-in-time/follow.js';
import type { Meter } from '../just-in-time/meter.js';
import { OPEN_PUT, OPEN_TAKE, operationsOf } from './path.js';
import { States, type Content, type State } from './states.js';
import { NO_USES, TAKES, Uses } from './uses.js';

/** So many operations have a bit each in an integer. */
export const MOST_IN_FLIGHT = 30;

/** States that use so many more operations without an answer than others are left out, if those go on. */
const SLACK = 1;
const STATE_BYTES = 200;
const LOOK_BYTES = 50;

/** A history of a container. */
export interface ContainerHistory {
  readonly operations: ContainerOperations;
  /** See `Timeline`. */
  readonly events: Int32Array;
  /** Operations without an answer can take effect again and again. */
  readonly isRelaxed: boolean;
}

/**
 * A container as it is followed. An operation without an answer takes effect only where it is
 * needed: a put right before what it put in is taken, a removal right before what lies beneath, or
 * behind, is.
 */
export abstract class FollowedContainer<C extends Content> implements Followed<State<C>> {
  readonly events: Int32Array;
  readonly start: readonly State<C>[];
  isCut = false;
  protected readonly operations: ContainerOperations;
  protected readonly flight: Flight;
  protected readonly isRelaxed: boolean;
  readonly #slotOf: Int32Array;
  /** By slot, the operation in flight that has it. */
  readonly #slots: number[] = [];
  readonly #uses = new Uses();
  #seen = new States<C>(this.#uses);
  #found = new States<C>(this.#uses);
  #meter: Meter | undefined;
  /** How many operations without an answer may be used by the next return. */
  #most = 0;
  /** Whether a state was left out since the last return because it uses too many. */
  #isOver = false;

  protected constructor({ operations, events, isRelaxed }: ContainerHistory, start: C) {
    const { isPut, item, return: returned } = operations;
    this.operations = operations;
    this.events = events;
    this.isRelaxed = isRelaxed;
    this.flight = new Flight(
      item.map((one, at) => kindOf(isPut[at] as 0 | 1, one)),
      returned,
    );
    this.#slotOf = new Int32Array(item.length);
    this.start = [{ content: start, done: 0, uses: NO_USES, path: undefined }];
  }

  /** Adds the states in which an operation that returns has taken effect. */
  protected abstract takeEffect(state: State<C>, at: number): void;

  /** An operation returns; from these states it takes effect. */
  protected beginReturn(_at: number, _states: readonly State<C>[]): void {
    // Most kinds have nothing to do.
  }

  /** Those of the states that no other one covers. */
  protected uncovered(states: readonly State<C>[]): readonly State<C>[] {
    return states;
  }

  /** The operations that led to a state, in order; open ones as in a path. */
  protected operationsTo({ path }: State<C>): number[] {
    return operationsOf([path]);
  }

  get tableBytes(): number {
    return this.#uses.bytes;
  }

  spentIn({ content, uses }: State<C>): number {
    return this.#uses.total(content.uses) + this.#uses.total(uses);
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
    const least = states.reduce((min, state) => Math.min(min, this.spentIn(state)), Infinity);
    const bit = this.bitOf(at);
    let slack = SLACK;
    do {
      this.#most = least + slack;
      this.#isOver = false;
      this.#seen = new States(this.#uses);
      this.#found = new States(this.#uses);
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
    // What operations without an answer did first counts where ways meet: so the fewest come first.
    const found = this.#found.all().sort((a, b) => this.spentIn(a) - this.spentIn(b));
    return this.uncovered(found);
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

  /** The removals without an answer that were called, or the puts of an item. */
  protected open(isPut: 0 | 1, item: number): readonly number[] {
    return this.flight.optional(kindOf(isPut, item));
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

  /** A state in which one more removal without an answer takes effect; nothing if none can. */
  protected usingTake(state: State<C>): State<C> | undefined {
    return this.#usingOne(state, TAKES, this.open(0, NONE).length);
  }

  /** A state in which one more put of an item without an answer, called by then, takes effect. */
  protected usingPut(state: State<C>, item: number, until = Infinity): State<C> | undefined {
    const { call } = this.operations;
    const open = this.open(1, item);
    const late = open.findIndex((at) => (call[at] as number) > until);
    return this.#usingOne(state, item, late < 0 ? open.length : late);
  }

  /** How many removals without an answer are among what was used. */
  protected takesIn(uses: number): number {
    return this.#uses.count(uses, TAKES);
  }

  #usingOne(state: State<C>, kind: number, called: number): State<C> | undefined {
    if (called === 0 || this.isRelaxed) {
      return called === 0 ? undefined : state;
    }
    // Of states that use different ones, one is kept.
    this.isCut = true;
    const uses = this.#uses.sum(state.uses, this.#uses.one(kind, called));
    return this.#allowed({ ...state, uses });
  }

  /** A state in whose content other things happened before: what they used is added. */
  protected after(uses: number, state: State<C>): State<C> | undefined {
    return this.#allowed({ ...state, uses: this.#uses.sum(uses, state.uses) });
  }

  /** What operations without an answer did by a state. */
  protected usesOf({ content, uses }: State<C>): number {
    return this.#uses.sum(content.uses, uses);
  }

  #allowed(state: State<C>): State<C> | undefined {
    if (!this.#uses.fits(state.content.uses, state.uses)) {
      return undefined;
    }
    if (state.uses !== NO_USES && this.spentIn(state) > this.#most) {
      this.#isOver = true;
      return undefined;
    }
    return state;
  }

  /** The order that led to the last state: of each kind of open ones, those called first at first. */
  linearize(last: State<C>): Int32Array {
    const used = new Map<number, number>();
    return Int32Array.from(this.operationsTo(last), (at) => {
      if (at >= 0) {
        return at;
      }
      const count = used.get(at) ?? 0;
      used.set(at, count + 1);
      const open = at === OPEN_TAKE ? this.open(0, NONE) : this.open(1, OPEN_PUT - at);
      return open[count] ?? at;
    });
  }
}

/** What an operation does: odd for puts. The value of a removal that found nothing is -1. */
function kindOf(isPut: 0 | 1, item: number): number {
  return 2 * (item + 1) + isPut;
}
