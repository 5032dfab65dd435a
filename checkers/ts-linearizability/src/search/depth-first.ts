import type { Problem } from '../history/problem.js';
import type { Steps } from '../machine/machine.js';
import { Configurations } from './configurations.js';
import { RUNNING, type DeadEnd, type Engine, type EngineState } from './engine.js';
import { UnplacedLists } from './lists.js';
import { lookahead } from './lookahead.js';
import { OptionalClasses } from './optional-classes.js';
import { PrefixRecorder } from './prefix-recorder.js';

/** How an operation came onto the stack: an optional one has the slot of its class. */
const CHOICE = -1;
const EAGER = -2;

/** No mandatory candidate is left here. */
const NONE = -1;

/**
 * Wing and Gong's search with Lowe's cache of configurations ("Testing for linearizability",
 * 2017), depth first, with three reductions:
 *
 * - a read-only operation that is legal now goes now, without an alternative;
 * - of pending operations of one class only the one that returns first may go first;
 * - an optional operation goes only if nothing mandatory leads on, and if it changes the state.
 *
 * Configurations are told apart by keys of 96 bits (`Configurations`).
 */
export class DepthFirst implements Engine {
  readonly method = 'depth-first';
  steps = 0;
  private result: EngineState = RUNNING;
  private readonly problem: Problem<unknown, unknown>;
  private readonly machine: Steps;
  private readonly lists: UnplacedLists;
  private readonly optional: OptionalClasses;
  private readonly used: Int32Array;
  private readonly met = new Configurations();
  /** Of a state, an operation that it makes impossible; or -1. */
  private readonly firstLost: ((state: number) => number) | undefined;
  private state: number;
  private readonly stack: Int32Array;
  private readonly stackState: Int32Array;
  private readonly stackSlot: Int32Array;
  private height = 0;
  private readonly prefixes: PrefixRecorder;
  private furthest = -1;
  private firstUnplaceable = -1;
  /** The next mandatory candidate, or `NONE`. */
  private candidate: number;
  /** The next optional class to try. */
  private slot = 0;

  constructor(problem: Problem<unknown, unknown>, machine: Steps) {
    const total = problem.mandatory + problem.optional;
    this.problem = problem;
    this.machine = machine;
    this.lists = new UnplacedLists(problem);
    this.optional = new OptionalClasses(problem);
    this.used = new Int32Array(this.optional.count);
    this.firstLost = machine.seesAhead
      ? lookahead(problem, machine, this.lists, this.optional, this.used)
      : undefined;
    this.state = machine.initial;
    this.stack = new Int32Array(total);
    this.stackState = new Int32Array(total);
    this.stackSlot = new Int32Array(total);
    this.prefixes = new PrefixRecorder(total);
    this.placeReaders();
    this.candidate = this.lists.next[this.lists.mutators] as number;
  }

  get bytes(): number {
    return this.met.bytes + 64 * this.stack.length;
  }

  get deadEnd(): DeadEnd {
    this.prefixes.peak(this.stack, this.height);
    return { longestPrefix: this.prefixes.longest, firstUnplaceable: this.firstUnplaceable };
  }

  advance(steps: number): EngineState {
    const end = this.steps + steps;
    while (this.result.state === 'running' && this.steps < end) {
      this.steps++;
      if (this.lists.nextReturn[this.problem.mandatory] === this.problem.mandatory) {
        this.result = { state: 'ok', order: this.stack.slice(0, this.height) };
      } else if (!this.placeNext()) {
        this.backtrack();
      }
    }
    return this.result;
  }

  /** Places the next candidate that leads to a new configuration; false if there is none. */
  private placeNext(): boolean {
    const { lists } = this;
    const deadline = this.deadline();
    if (this.candidate !== NONE && !lists.isReaderNode(this.candidate)) {
      if (this.placeFrom(this.candidate, lists.mutators, deadline)) {
        return true;
      }
      this.candidate = lists.next[lists.readers] as number;
    }
    // A reader that is legal here and was not placed at once narrows a set of states.
    if (this.candidate !== NONE && this.placeFrom(this.candidate, lists.readers, deadline)) {
      return true;
    }
    this.candidate = NONE;
    return this.placeOptional(deadline);
  }

  /** Places the first legal operation of a list from `first` on. */
  private placeFrom(first: number, head: number, deadline: number): boolean {
    const { lists, machine, state } = this;
    const { call, classOf } = this.problem;
    let i = first;
    while (i !== head && (call[i] as number) < deadline) {
      if (!this.hasTwinAhead(i, deadline)) {
        const next = machine.step(state, classOf[i] as number);
        if (next >= 0) {
          lists.remove(i);
          this.enter(i, next, CHOICE);
          return true;
        }
      }
      i = lists.next[i] as number;
    }
    return false;
  }

  private placeOptional(deadline: number): boolean {
    const { optional, used, machine, state, lists } = this;
    const { call, mandatory } = this.problem;
    for (let slot = this.slot; slot < optional.count; slot++) {
      const first = optional.start[slot] as number;
      if ((call[optional.members[first] as number] as number) > deadline) {
        break;
      }
      const at = first + (used[slot] as number);
      if (at === optional.start[slot + 1]) {
        continue;
      }
      const i = optional.members[at] as number;
      const operationClass = optional.classOf[slot] as number;
      const twin = lists.nextSame[mandatory + operationClass] as number;
      if (
        (call[i] as number) > deadline ||
        (twin < mandatory && (call[twin] as number) < deadline)
      ) {
        continue;
      }
      const next = machine.step(state, operationClass);
      if (next >= 0 && next !== state) {
        used[slot] = (used[slot] as number) + 1;
        this.enter(i, next, slot);
        return true;
      }
    }
    this.slot = optional.count;
    return false;
  }

  /** An unplaced pending operation of the same class that returns earlier. */
  private hasTwinAhead(i: number, deadline: number): boolean {
    const { previousSame } = this.lists;
    const { call, mandatory } = this.problem;
    let twin = previousSame[i] as number;
    while (twin < mandatory) {
      if ((call[twin] as number) < deadline) {
        return true;
      }
      twin = previousSame[twin] as number;
    }
    return false;
  }

  /** Goes to the configuration after `i`; back at once if it was there before. */
  private enter(i: number, next: number, slot: number): void {
    this.push(i, slot);
    this.state = next;
    this.placeReaders();
    const lost = this.firstLost?.(next) ?? -1;
    if (lost >= 0) {
      this.noteDeadEnd(lost);
      this.undo();
    } else if (this.met.add(next)) {
      this.candidate = this.lists.next[this.lists.mutators] as number;
      this.slot = 0;
    } else {
      this.undo();
    }
  }

  /** Places every read-only operation that is pending and legal. */
  private placeReaders(): void {
    const { lists, machine, state } = this;
    const { call, classOf } = this.problem;
    let deadline = this.deadline();
    let i = lists.next[lists.readers] as number;
    while (i !== lists.readers && (call[i] as number) < deadline) {
      const after = lists.next[i] as number;
      if (machine.step(state, classOf[i] as number) === state) {
        lists.remove(i);
        this.push(i, EAGER);
        deadline = this.deadline();
      }
      i = after;
    }
  }

  /** Ordinal of the first return that is still to be reached; the end if there is none. */
  private deadline(): number {
    const first = this.lists.nextReturn[this.problem.mandatory] as number;
    return first === this.problem.mandatory
      ? Number.MAX_SAFE_INTEGER
      : (this.problem.return[first] as number);
  }

  private push(i: number, slot: number): void {
    const { height } = this;
    this.stack[height] = i;
    this.stackState[height] = this.state;
    this.stackSlot[height] = slot;
    this.height = height + 1;
    this.met.flip(i);
  }

  private backtrack(): void {
    this.noteDeadEnd(this.lists.nextReturn[this.problem.mandatory] as number);
    if (!this.undo()) {
      this.result = { state: 'illegal' };
    }
  }

  /** From here no order reaches the return of an operation. */
  private noteDeadEnd(operation: number): void {
    const deadline = this.problem.return[operation] as number;
    if (deadline > this.furthest) {
      this.furthest = deadline;
      this.firstUnplaceable = operation;
    }
    this.prefixes.peak(this.stack, this.height);
  }

  /**
   * Takes back the last choice and the readers that went at once after it; the next candidate
   * is the one after it. False if no choice is left.
   */
  private undo(): boolean {
    const { lists } = this;
    while (this.height > 0) {
      const height = --this.height;
      const i = this.stack[height] as number;
      const slot = this.stackSlot[height] as number;
      this.met.flip(i);
      if (slot < 0) {
        lists.restore(i);
      }
      if (slot !== EAGER) {
        this.state = this.stackState[height] as number;
        this.candidate = slot === CHOICE ? (lists.next[i] as number) : NONE;
        this.slot = slot === CHOICE ? 0 : slot + 1;
        if (slot !== CHOICE) {
          this.used[slot] = (this.used[slot] as number) - 1;
        }
        this.prefixes.cut(height);
        return true;
      }
    }
    return false;
  }
}
