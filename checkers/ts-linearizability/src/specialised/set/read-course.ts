import { FlagStates, type Placing } from '../flags/flag-states.js';
import type { Flags } from '../flags/roles.js';
import type { SetHistory } from './history.js';
import type { Upcoming } from './upcoming.js';

/** From how many values on a read is large. */
const LARGE = 1 << 12;

/** A read of everything that was called and has no place. */
interface PendingRead {
  readonly operation: number;
  readonly elements: Int32Array;
  readonly saw: (flag: number) => boolean;
  /** In how many elements the set differs from what it saw. */
  differences: number;
  /** Whether changes take effect that lead to it. */
  isGoal: boolean;
}

/**
 * The elements of a set on their way from turn to turn, with reads that see all of them at one
 * moment. A read goes as soon as the set is what it saw. For one that must be over, the changes are
 * taken that lead there, past other reads on the way; and before a turn that cannot be taken
 * back in time, those reads go that did not see it.
 *
 * Whether this finds an order if there is one is not certain: changes may be taken in an order that
 * is wrong for other reads.
 */
export class ReadCourse implements Placing {
  readonly #flags: Flags;
  readonly #course: FlagStates;
  readonly #upcoming: Upcoming;
  readonly #seen: SetHistory['seen'];
  readonly #members: Members;
  readonly #isEarly: boolean;
  readonly #pending: PendingRead[] = [];
  #missing = -1;

  constructor(flags: Flags, upcoming: Upcoming, seen: SetHistory['seen'], isEarly: boolean) {
    this.#flags = flags;
    this.#course = new FlagStates(flags, flags.role.length);
    this.#upcoming = upcoming;
    this.#seen = seen;
    this.#isEarly = isEarly;
    this.#members = new Members(flags.start);
  }

  get order(): Int32Array {
    return this.#course.order;
  }

  /** The element that could not take its turn when something got stuck. */
  get missing(): number {
    return this.#missing;
  }

  call(operation: number): void {
    const seen = this.#seen[operation];
    if (seen === undefined) {
      this.#upcoming.call(operation);
      this.#course.call(operation);
      return;
    }
    const inside = seen.reduce((sum, one) => sum + Number(this.#course.isOn(one)), 0);
    const differences = seen.length + this.#members.size - 2 * inside;
    if (differences === 0) {
      this.#course.place(operation);
    } else {
      const saw = containedIn(seen, this.#flags.start.length);
      this.#pending.push({ operation, elements: seen, saw, differences, isGoal: false });
    }
  }

  finish(operation: number): boolean {
    if (this.#course.isDone(operation)) {
      return true;
    }
    const read = this.#pending.find((one) => one.operation === operation);
    if (read !== undefined) {
      return this.#goTo(read);
    }
    const flag = this.#flags.flag[operation] as number;
    while (!this.#course.isDone(operation)) {
      if (!this.#letGoBefore(flag) || !this.#turn(flag)) {
        return false;
      }
    }
    return true;
  }
  /** Changes elements until the set is what a read saw, past what others saw that are on the way. */
  #goTo(read: PendingRead): boolean {
    read.isGoal = true;
    while (read.differences > 0) {
      for (const flag of this.#differencesOf(this.#nextOnTheWayTo(read))) {
        if (read.differences === 0) {
          break;
        }
        if (!this.#letGoBefore(flag) || !this.#turn(flag)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The read that differs least of those that saw the set as it can be on the way to one. */
  #nextOnTheWayTo(read: PendingRead): PendingRead {
    let next = read;
    for (const other of this.#pending) {
      const isOnTheWay =
        other.differences < next.differences &&
        this.#differencesOf(other).every((flag) => other.saw(flag) === read.saw(flag));
      next = isOnTheWay ? other : next;
    }
    return next;
  }

  #differencesOf({ elements, saw }: PendingRead): number[] {
    const differences: number[] = [];
    for (const flag of elements) {
      if (!this.#course.isOn(flag)) {
        differences.push(flag);
      }
    }
    for (const flag of this.#members.all) {
      if (!saw(flag)) {
        differences.push(flag);
      }
    }
    return differences;
  }

  /** Lets those reads go that cannot go any more once an element took its turn. */
  #letGoBefore(flag: number): boolean {
    const isOn = this.#course.isOn(flag);
    const isBack = this.#course.isWaiting(flag, isOn);
    const nextBack = isBack ? -Infinity : this.#upcoming.nextCall(flag, isOn);
    const last = this.#pending.filter(
      (read) =>
        !read.isGoal &&
        read.saw(flag) === isOn &&
        (nextBack > (this.#flags.return[read.operation] as number) ||
          (this.#isEarly && this.#isReady(read))),
    );
    return last.every((read) => this.#goTo(read));
  }

  #isReady(read: PendingRead): boolean {
    return this.#differencesOf(read).every((flag) =>
      this.#course.isWaiting(flag, !this.#course.isOn(flag)),
    );
  }

  #turn(flag: number): boolean {
    if (!this.#course.change(flag)) {
      this.#missing = flag;
      return false;
    }
    const isOn = this.#course.isOn(flag);
    this.#members.set(flag, isOn);
    let left = 0;
    for (const read of this.#pending) {
      read.differences += read.saw(flag) === isOn ? -1 : 1;
      if (read.differences === 0) {
        this.#course.place(read.operation);
      } else {
        this.#pending[left++] = read;
      }
    }
    this.#pending.length = left;
    return true;
  }
}

/** The elements that are in the set. */
class Members {
  readonly #members: Int32Array;
  readonly #place: Int32Array;
  #size = 0;

  constructor(start: Uint8Array) {
    this.#members = new Int32Array(start.length);
    this.#place = new Int32Array(start.length);
    start.forEach((isIn, flag) => (isIn === 1 ? this.set(flag, true) : undefined));
  }

  get size(): number {
    return this.#size;
  }

  set(flag: number, isIn: boolean): void {
    if (isIn) {
      this.#place[flag] = this.#size;
      this.#members[this.#size++] = flag;
      return;
    }
    const last = this.#members[--this.#size] as number;
    const place = this.#place[flag] as number;
    this.#members[place] = last;
    this.#place[last] = place;
  }

  get all(): Int32Array {
    return this.#members.subarray(0, this.#size);
  }
}

/** Whether elements are among some of all. A table, once a `Set` would take long to fill. */
function containedIn(some: Int32Array, all: number): (flag: number) => boolean {
  if (some.length < LARGE) {
    const set = new Set(some);
    return (flag) => set.has(flag);
  }
  const isSome = new Uint8Array(all);
  for (const flag of some) {
    isSome[flag] = 1;
  }
  return (flag) => isSome[flag] === 1;
}
