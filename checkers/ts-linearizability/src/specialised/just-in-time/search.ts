import type { Control } from '../../types.js';
import { byReturn, type ContainerOperations } from '../containers/operations.js';
import { OPEN_PUT, OPEN_TAKE, operationsOf } from './path.js';
import { Pending } from './pending.js';
import { States, totalOf, type Content, type State } from './states.js';
import { NO_USES, TAKES, Uses } from './uses.js';

/** What a search found. */
export type Found =
  | { readonly order: Int32Array }
  /** The first return that no state reached; `isCertain` if no state was left out before. */
  | { readonly stuckAt: number; readonly isCertain: boolean }
  | 'too-many';

/** How the operations without an answer are counted. */
export type Counting =
  /** Each takes effect once at most. Some states that use many are left out. */
  | 'once'
  /** Each can take effect again and again: then what is illegal is so in any case. */
  | 'unlimited';

/** Looks for a legal order of a container's operations. */
export type SearchContainer = (
  operations: ContainerOperations,
  counting: Counting,
  control: Control,
) => Found;

/** How a search goes. */
interface Way {
  readonly counting: Counting;
  readonly control: Control;
  /** Whether it matters when something is put in. Default: true. */
  readonly followsPuts?: boolean;
}

/** So many elementary steps per operation, and at least. */
const MOST_STEPS_EACH = 5_000;
const MOST_STEPS_AT_LEAST = 20_000_000;

/** With more states at once than that, there are soon too many. */
const MOST_STATES_AT_ONCE = 30_000;

/** So many states are kept that differ in what operations without an answer did. */
const MOST_STATES = 200;
/** States that use so many more such operations than others are left out, if those go on. */
const SLACK = 1;
const STEPS_BETWEEN_STOPS = 1 << 12;

/**
 * Follows a container from return to return (Lowe: "Testing for linearizability", 2017, calls it
 * just-in-time linearization): an operation takes effect at its return, or right before another one
 * that needs it. An operation without an answer takes effect only where it is needed: a put right
 * before what it put in is taken, a removal right before what lies beneath, or behind, is.
 */
export abstract class JustInTimeSearch<C extends Content> {
  protected readonly operations: ContainerOperations;
  protected readonly pending: Pending;
  readonly #uses = new Uses();
  readonly #counting: Counting;
  readonly #control: Control;
  readonly #followsPuts: boolean;
  #states: readonly State<C>[];
  #seen = new States<C>(this.#uses);
  #next = new States<C>(this.#uses);
  #steps = 0;
  /** How many operations without an answer may be used by the next return. */
  #most = 0;
  /** Whether a state was left out since the last return because it uses too many. */
  #isOver = false;
  /** Whether a state was left out. */
  #isCut = false;

  protected constructor(
    operations: ContainerOperations,
    start: C,
    { counting, control, followsPuts = true }: Way,
  ) {
    this.operations = operations;
    this.pending = new Pending(operations, followsPuts);
    this.#followsPuts = followsPuts;
    this.#counting = counting;
    this.#control = control;
    this.#states = [{ content: start, done: 0, uses: NO_USES, path: undefined }];
  }

  /** Adds the states in which an operation that returns has taken effect. */
  protected abstract takeEffect(state: State<C>, at: number): void;

  /** The operations that led to a state, in order; open ones as in a path. */
  protected operationsTo({ path }: State<C>): number[] {
    return operationsOf([path]);
  }

  /** An operation returns; from these states it takes effect. */
  protected beginReturn(_at: number, _states: readonly State<C>[]): void {
    // Most kinds have nothing to do.
  }

  /** An operation has returned. */
  protected endReturn(_at: number): void {
    // Most kinds have nothing to do.
  }

  /** The order of operations that led to the last state. */
  protected orderOf(operations: Int32Array): Int32Array {
    return operations;
  }

  run(): Found {
    const { return: returned } = this.operations;
    const most = Math.max(MOST_STEPS_AT_LEAST, MOST_STEPS_EACH * returned.length);
    let nextStop = STEPS_BETWEEN_STOPS;
    const { isPut } = this.operations;
    for (const at of byReturn(this.operations)) {
      if (!this.#followsPuts && isPut[at] === 1) {
        continue;
      }
      if (!this.pending.callUntil(returned[at] as number)) {
        return 'too-many';
      }
      this.#return(at);
      this.pending.remove(at);
      this.endReturn(at);
      if (this.#next.isEmpty) {
        return { stuckAt: returned[at] as number, isCertain: !this.#isCut };
      }
      if (this.#steps > nextStop) {
        nextStop = this.#steps + STEPS_BETWEEN_STOPS;
        if (this.#steps > most || this.#control.stop() !== undefined) {
          return 'too-many';
        }
      }
      this.#states = this.#kept(this.#next.all());
      if (this.#states.length > MOST_STATES_AT_ONCE) {
        return 'too-many';
      }
    }
    const named = this.#named(this.operationsTo(this.#states[0] as State<C>));
    return { order: this.orderOf(named) };
  }

  /** With few more operations without an answer than before; with more if that is too few. */
  #return(at: number): void {
    const least = totalOf(this.#uses, this.#states[0] as State<C>);
    for (let slack = SLACK; ; slack *= 2) {
      this.#most = least + slack;
      this.#isOver = false;
      this.#seen = new States(this.#uses);
      this.#next = new States(this.#uses);
      this.beginReturn(at, this.#states);
      const bit = this.pending.bitOf(at);
      for (const state of this.#states) {
        if ((state.done & bit) === 0) {
          this.takeEffect(state, at);
        } else {
          this.finish({ ...state, done: state.done & ~bit });
        }
      }
      this.#isCut ||= this.#isOver;
      if (!this.#next.isEmpty || !this.#isOver) {
        return;
      }
    }
  }

  #kept(states: State<C>[]): readonly State<C>[] {
    const used = states.findIndex((state) => totalOf(this.#uses, state) > 0);
    if (used < 0 || states.length <= MOST_STATES) {
      return states;
    }
    this.#isCut = true;
    return states.slice(0, Math.max(used, MOST_STATES));
  }

  /** Adds a state after the return. */
  protected finish(state: State<C>): void {
    this.#steps++;
    this.#next.add(state);
  }

  /** Whether a state before the return was not seen yet. */
  protected isNew(state: State<C>): boolean {
    this.#steps++;
    return this.#seen.add(state);
  }

  /** A state in which one more removal without an answer takes effect; nothing if none can. */
  protected usingTake(state: State<C>): State<C> | undefined {
    return this.#usingOne(state, TAKES, this.pending.openTakes.length);
  }

  /** A state in which one more put of an item without an answer, called by then, takes effect. */
  protected usingPut(state: State<C>, item: number, until = Infinity): State<C> | undefined {
    const { call } = this.operations;
    const open = this.pending.openPuts[item] ?? [];
    const late = open.findIndex((at) => (call[at] as number) > until);
    return this.#usingOne(state, item, late < 0 ? open.length : late);
  }

  /** How many removals without an answer are among what was used. */
  protected takesIn(uses: number): number {
    return this.#uses.count(uses, TAKES);
  }

  #usingOne(state: State<C>, kind: number, called: number): State<C> | undefined {
    if (called === 0 || this.#counting === 'unlimited') {
      return called === 0 ? undefined : state;
    }
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
      this.#isCut = true;
      return undefined;
    }
    if (state.uses !== NO_USES && totalOf(this.#uses, state) > this.#most) {
      this.#isOver = true;
      return undefined;
    }
    return state;
  }

  /** Puts operations in the places of the open ones: of each kind, those called first at first. */
  #named(operations: readonly number[]): Int32Array {
    const { openTakes, openPuts } = this.pending;
    const used = new Map<number, number>();
    return Int32Array.from(operations, (at) => {
      if (at >= 0) {
        return at;
      }
      const count = used.get(at) ?? 0;
      used.set(at, count + 1);
      const open = at === OPEN_TAKE ? openTakes : openPuts[OPEN_PUT - at];
      return open?.[count] ?? at;
    });
  }
}
