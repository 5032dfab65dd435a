import type { Problem } from '../history/problem.js';
import type { Steps } from '../machine/machine.js';
import { Antichain } from './antichain.js';
import { RUNNING, type DeadEnd, type Engine, type EngineState } from './engine.js';
import { OptionalClasses } from './optional-classes.js';
import { Pending } from './pending.js';
import { Trace } from './trace.js';

/**
 * All configurations that a history allows, return by return, breadth first (the just-in-time
 * order of Lowe 2017): before a return, operations are placed only as far as that return
 * needs it.
 *
 * A configuration counts how many optional operations of each class it used, and only undominated
 * configurations are kept. Keys are exact.
 */
export class Frontier implements Engine {
  readonly method = 'frontier';
  steps = 0;
  private result: EngineState = RUNNING;
  private readonly problem: Problem<unknown, unknown>;
  private readonly machine: Steps;
  private readonly optional: OptionalClasses;
  private readonly pending: Pending;
  private readonly trace = new Trace();
  private readonly current: Antichain;
  private readonly upcoming: Antichain;
  /** How many configurations have still to be moved from the last return to this one. */
  private arriving = 0;
  private next = 0;
  private returning = -1;
  /** The configuration in hand: its state, and a bit for each open operation placed. */
  private readonly key: Int32Array;
  private readonly counts: Int32Array;
  private readonly nextKey: Int32Array;
  /** Per class, the configuration for which an unplaced operation was last seen. */
  private readonly twinSeen: Int32Array;
  private stamp = 0;

  constructor(problem: Problem<unknown, unknown>, machine: Steps) {
    this.problem = problem;
    this.machine = machine;
    this.optional = new OptionalClasses(problem);
    this.pending = new Pending(problem);
    this.twinSeen = new Int32Array(problem.classes.length);
    const width = 1 + Math.ceil(this.pending.slots / 32);
    this.counts = new Int32Array(this.optional.count);
    this.key = new Int32Array(width);
    this.nextKey = new Int32Array(width);
    this.current = new Antichain(width, this.counts.length);
    this.upcoming = new Antichain(width, this.counts.length);
    this.nextKey[0] = machine.initial;
    this.upcoming.add(this.nextKey, this.counts, Trace.EMPTY);
    this.enterNextReturn();
  }

  get bytes(): number {
    return this.current.bytes + this.upcoming.bytes + this.trace.bytes;
  }

  advance(steps: number): EngineState {
    const end = this.steps + steps;
    while (this.result.state === 'running' && this.steps < end) {
      if (this.arriving > 0) {
        this.arrive();
      } else if (this.next < this.current.size) {
        this.expand(this.next++);
      } else if (this.upcoming.size === 0) {
        this.result = { state: 'illegal' };
      } else {
        this.enterNextReturn();
      }
    }
    return this.result;
  }

  private enterNextReturn(): void {
    this.returning = this.pending.advance();
    if (this.returning < 0) {
      this.finish();
      return;
    }
    this.current.clear();
    this.next = 0;
    this.arriving = this.upcoming.size;
  }

  /** Moves the next survivor of the last return to the one at hand. */
  private arrive(): void {
    this.steps++;
    const entry = this.upcoming.size - this.arriving--;
    const trace = this.upcoming.load(entry, this.nextKey, this.counts);
    if (trace >= Trace.EMPTY) {
      this.current.add(this.nextKey, this.counts, this.placeReaders(trace));
    }
    if (this.arriving === 0) {
      this.upcoming.clear();
    }
  }

  private finish(): void {
    for (let entry = 0; this.result.state === 'running'; entry++) {
      const trace = this.upcoming.load(entry, this.nextKey, this.counts);
      if (trace >= Trace.EMPTY) {
        this.result = { state: 'ok', order: this.trace.orderOf(trace) };
      }
    }
  }

  /** Follows one configuration up to the return at hand. */
  private expand(entry: number): void {
    const { key, counts, pending, problem, machine } = this;
    this.steps++;
    const trace = this.current.load(entry, key, counts);
    if (trace < Trace.EMPTY) {
      return;
    }
    if (this.isPlaced(key, this.returning)) {
      this.nextKey.set(key);
      this.flip(this.nextKey, this.returning);
      this.upcoming.add(this.nextKey, counts, trace);
      return;
    }
    const stamp = ++this.stamp;
    for (const i of pending.open) {
      const operationClass = problem.classOf[i] as number;
      if (!this.isPlaced(key, i) && this.twinSeen[operationClass] !== stamp) {
        this.twinSeen[operationClass] = stamp;
        this.steps++;
        const state = machine.step(key[0] as number, operationClass);
        if (state >= 0) {
          this.nextKey.set(key);
          this.flip(this.nextKey, i);
          this.enter(state, i, trace);
        }
      }
    }
    this.useOptional(trace, stamp);
  }

  private useOptional(trace: number, stamp: number): void {
    const { optional, problem, machine, key, counts } = this;
    const deadline = problem.return[this.returning] as number;
    for (let slot = 0; slot < optional.count; slot++) {
      const operationClass = optional.classOf[slot] as number;
      const first = optional.start[slot] as number;
      if ((problem.call[optional.members[first] as number] as number) > deadline) {
        break;
      }
      const at = first + (counts[slot] as number);
      const i = optional.members[at] as number;
      if (
        this.twinSeen[operationClass] === stamp ||
        at === optional.start[slot + 1] ||
        (problem.call[i] as number) > deadline
      ) {
        continue;
      }
      this.steps++;
      const state = machine.step(key[0] as number, operationClass);
      if (state >= 0 && state !== key[0]) {
        this.nextKey.set(key);
        counts[slot] = (counts[slot] as number) + 1;
        this.enter(state, i, trace);
        counts[slot] = (counts[slot] as number) - 1;
      }
    }
  }

  /** Adds the configuration in `nextKey` in its new state. */
  private enter(state: number, operation: number, trace: number): void {
    this.nextKey[0] = state;
    const longer = this.trace.extend(trace, operation);
    this.current.add(this.nextKey, this.counts, this.placeReaders(longer));
  }

  /** Places every read-only operation that is open and legal in `nextKey`. */
  private placeReaders(trace: number): number {
    const { problem, machine, nextKey } = this;
    let longer = trace;
    for (const i of this.pending.open) {
      const operationClass = problem.classOf[i] as number;
      if (
        problem.classes[operationClass]?.readOnly === true &&
        !this.isPlaced(nextKey, i) &&
        machine.step(nextKey[0] as number, operationClass) === nextKey[0]
      ) {
        this.flip(nextKey, i);
        longer = this.trace.extend(longer, i);
      }
    }
    return longer;
  }

  private isPlaced(key: Int32Array, operation: number): boolean {
    const slot = this.pending.slotOf[operation] as number;
    return (((key[1 + (slot >>> 5)] as number) >>> (slot & 31)) & 1) === 1;
  }

  private flip(key: Int32Array, operation: number): void {
    const slot = this.pending.slotOf[operation] as number;
    const word = 1 + (slot >>> 5);
    key[word] = (key[word] as number) ^ (1 << (slot & 31));
  }

  get deadEnd(): DeadEnd {
    let longest = Trace.EMPTY;
    for (const configurations of [this.current, this.upcoming]) {
      for (let entry = 0; entry < configurations.size; entry++) {
        const trace = configurations.load(entry, this.key, this.counts);
        if (trace > Trace.EMPTY && this.trace.lengthOf(trace) > this.trace.lengthOf(longest)) {
          longest = trace;
        }
      }
    }
    const longestPrefix = this.trace.orderOf(longest);
    return { longestPrefix, firstUnplaceable: this.returning };
  }
}
