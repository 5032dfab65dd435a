import { Course, type Placing } from '../turns/course.js';
import type { Turns } from '../turns/roles.js';
import type { SetHistory } from './history.js';
import type { Upcoming } from './upcoming.js';

/** From how many values on a read is large. */
const LARGE = 1 << 12;

/** A read of everything that was called and has no place. */
interface PendingRead {
  readonly operation: number;
  readonly things: Int32Array;
  readonly saw: (thing: number) => boolean;
  /** In how many elements the set differs from what it saw. */
  differences: number;
  /** Whether turns are taken that lead to it. */
  isGoal: boolean;
}

/**
 * The elements of a set on their way from turn to turn, with reads that see all of them at one
 * moment. A read goes as soon as the set is what it saw. For one that must be over, the turns are
 * taken that lead there, past other reads on the way; and before a turn that cannot be taken
 * back in time, those reads go that did not see it.
 *
 * Whether this finds an order if there is one is not certain: turns may be taken in an order that
 * is wrong for other reads.
 */
export class ReadCourse implements Placing {
  readonly #turns: Turns;
  readonly #course: Course;
  readonly #upcoming: Upcoming;
  readonly #seen: SetHistory['seen'];
  readonly #members: Members;
  readonly #isEarly: boolean;
  readonly #pending: PendingRead[] = [];
  #missing = -1;

  constructor(turns: Turns, upcoming: Upcoming, seen: SetHistory['seen'], isEarly: boolean) {
    this.#turns = turns;
    this.#course = new Course(turns, turns.role.length);
    this.#upcoming = upcoming;
    this.#seen = seen;
    this.#isEarly = isEarly;
    this.#members = new Members(turns.start);
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
      const saw = containedIn(seen, this.#turns.start.length);
      this.#pending.push({ operation, things: seen, saw, differences, isGoal: false });
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
    const thing = this.#turns.thing[operation] as number;
    while (!this.#course.isDone(operation)) {
      if (!this.#letGoBefore(thing) || !this.#turn(thing)) {
        return false;
      }
    }
    return true;
  }
  /** Takes turns until the set is what a read saw, past what others saw that are on the way. */
  #goTo(read: PendingRead): boolean {
    read.isGoal = true;
    while (read.differences > 0) {
      for (const thing of this.#differencesOf(this.#nextOnTheWayTo(read))) {
        if (read.differences === 0) {
          break;
        }
        if (!this.#letGoBefore(thing) || !this.#turn(thing)) {
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
        this.#differencesOf(other).every((thing) => other.saw(thing) === read.saw(thing));
      next = isOnTheWay ? other : next;
    }
    return next;
  }

  #differencesOf({ things, saw }: PendingRead): number[] {
    const differences: number[] = [];
    for (const thing of things) {
      if (!this.#course.isOn(thing)) {
        differences.push(thing);
      }
    }
    for (const thing of this.#members.all) {
      if (!saw(thing)) {
        differences.push(thing);
      }
    }
    return differences;
  }

  /** Lets those reads go that cannot go any more once an element took its turn. */
  #letGoBefore(thing: number): boolean {
    const isOn = this.#course.isOn(thing);
    const isBack = this.#course.isWaiting(thing, isOn);
    const nextBack = isBack ? -Infinity : this.#upcoming.nextCall(thing, isOn);
    const last = this.#pending.filter(
      (read) =>
        !read.isGoal &&
        read.saw(thing) === isOn &&
        (nextBack > (this.#turns.return[read.operation] as number) ||
          (this.#isEarly && this.#isReady(read))),
    );
    return last.every((read) => this.#goTo(read));
  }

  #isReady(read: PendingRead): boolean {
    return this.#differencesOf(read).every((thing) =>
      this.#course.isWaiting(thing, !this.#course.isOn(thing)),
    );
  }

  #turn(thing: number): boolean {
    if (!this.#course.turn(thing)) {
      this.#missing = thing;
      return false;
    }
    const isOn = this.#course.isOn(thing);
    this.#members.set(thing, isOn);
    let left = 0;
    for (const read of this.#pending) {
      read.differences += read.saw(thing) === isOn ? -1 : 1;
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
    start.forEach((isIn, thing) => (isIn === 1 ? this.set(thing, true) : undefined));
  }

  get size(): number {
    return this.#size;
  }

  set(thing: number, isIn: boolean): void {
    if (isIn) {
      this.#place[thing] = this.#size;
      this.#members[this.#size++] = thing;
      return;
    }
    const last = this.#members[--this.#size] as number;
    const place = this.#place[thing] as number;
    this.#members[place] = last;
    this.#place[last] = place;
  }

  get all(): Int32Array {
    return this.#members.subarray(0, this.#size);
  }
}

/** Whether things are among some of all things. A table, once a `Set` would take long to fill. */
function containedIn(some: Int32Array, all: number): (thing: number) => boolean {
  if (some.length < LARGE) {
    const set = new Set(some);
    return (thing) => set.has(thing);
  }
  const isSome = new Uint8Array(all);
  for (const thing of some) {
    isSome[thing] = 1;
  }
  return (thing) => isSome[thing] === 1;
}
