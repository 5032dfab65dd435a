import { DeadlineHeaps } from './deadline-heaps.js';
import { ROLE, type Turns } from './roles.js';

const NONE = -1;

/** Goes through operations by their calls and returns, and gives them their places. */
export interface Placing {
  /** What has its place, in order. */
  readonly order: Int32Array;
  /** An operation was called. */
  call(operation: number): void;
  /** Gives an operation its place, by its return; false if it cannot have one. */
  finish(operation: number): boolean;
}

/**
 * Things that are on or off, on their way from turn to turn, of operations of which it is known
 * whether they turn them.
 */
export class Course implements Placing {
  readonly #turns: Turns;
  readonly #isOn: Uint8Array;
  /** Turns that were called and not taken: by thing, first those that turn it on, then off. */
  readonly #waiting: DeadlineHeaps;
  /** What was called and needs a thing to be off, or on: lists by thing, linked by operation. */
  readonly #looking: Int32Array;
  readonly #nextLooking: Int32Array;
  readonly #isDone: Uint8Array;
  readonly #order: Int32Array;
  #done = 0;

  /** @param count of the operations that may come. */
  constructor(turns: Turns, count: number) {
    const { role, start } = turns;
    this.#turns = turns;
    this.#isOn = start.slice();
    this.#waiting = new DeadlineHeaps(turns.deadline ?? turns.return, 2 * start.length);
    this.#looking = new Int32Array(2 * start.length).fill(NONE);
    this.#nextLooking = new Int32Array(role.length);
    this.#isDone = new Uint8Array(role.length);
    this.#order = new Int32Array(count);
  }

  get order(): Int32Array {
    return this.#order.subarray(0, this.#done);
  }

  call(operation: number): void {
    const thing = this.#turns.thing[operation] as number;
    const role = this.#turns.role[operation];
    switch (role) {
      case ROLE.turnsOn:
      case ROLE.turnsOff:
        this.#waiting.push(2 * thing + role, operation);
        break;
      case ROLE.seesOn:
        this.#look(operation, thing, 1);
        break;
      case ROLE.seesOff:
        this.#look(operation, thing, 0);
        break;
      default:
        this.place(operation);
    }
  }

  finish(operation: number): boolean {
    const thing = this.#turns.thing[operation] as number;
    while (this.#isDone[operation] === 0) {
      if (!this.turn(thing)) {
        return false;
      }
    }
    return true;
  }

  /** Takes the turn of a thing that must be over first; false if none was called. */
  turn(thing: number): boolean {
    const turn = this.#waiting.pop(2 * thing + (this.#isOn[thing] as number));
    if (turn === NONE) {
      return false;
    }
    this.place(turn);
    const isOn = 1 - (this.#isOn[thing] as number);
    this.#isOn[thing] = isOn;
    const list = 2 * thing + isOn;
    for (let one = this.#looking[list] as number; one !== NONE;) {
      this.place(one);
      one = this.#nextLooking[one] as number;
    }
    this.#looking[list] = NONE;
    return true;
  }

  /** Whether a turn of a thing was called, but not taken. */
  isWaiting(thing: number, turnsOn: boolean): boolean {
    return this.#waiting.top(2 * thing + (turnsOn ? 0 : 1)) !== NONE;
  }

  isOn(thing: number): boolean {
    return this.#isOn[thing] === 1;
  }

  isDone(operation: number): boolean {
    return this.#isDone[operation] === 1;
  }

  place(operation: number): void {
    this.#isDone[operation] = 1;
    this.#order[this.#done++] = operation;
  }

  #look(operation: number, thing: number, isOn: 0 | 1): void {
    if (this.#isOn[thing] === isOn) {
      this.place(operation);
    } else {
      const list = 2 * thing + isOn;
      this.#nextLooking[operation] = this.#looking[list] as number;
      this.#looking[list] = operation;
    }
  }
}
