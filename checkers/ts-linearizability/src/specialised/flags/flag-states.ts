import { DeadlineHeaps } from '../deadline-heaps.js';
import { ROLE, type Flags } from './roles.js';

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
export class FlagStates implements Placing {
  readonly #flags: Flags;
  readonly #isOn: Uint8Array;
  /** Changes that were called and did not take effect: by flag, first those that turn it on, then off. */
  readonly #waiting: DeadlineHeaps;
  /** What was called and needs a flag to be off, or on: lists by flag, linked by operation. */
  readonly #looking: Int32Array;
  readonly #nextLooking: Int32Array;
  readonly #isDone: Uint8Array;
  readonly #order: Int32Array;
  #done = 0;

  /** @param count of the operations that may come. */
  constructor(flags: Flags, count: number) {
    const { role, start } = flags;
    this.#flags = flags;
    this.#isOn = start.slice();
    this.#waiting = new DeadlineHeaps(flags.deadline ?? flags.return, 2 * start.length);
    this.#looking = new Int32Array(2 * start.length).fill(NONE);
    this.#nextLooking = new Int32Array(role.length);
    this.#isDone = new Uint8Array(role.length);
    this.#order = new Int32Array(count);
  }

  get order(): Int32Array {
    return this.#order.subarray(0, this.#done);
  }

  call(operation: number): void {
    const flag = this.#flags.flag[operation] as number;
    const role = this.#flags.role[operation];
    switch (role) {
      case ROLE.turnsOn:
      case ROLE.turnsOff:
        this.#waiting.push(2 * flag + role, operation);
        break;
      case ROLE.seesOn:
        this.#look(operation, flag, 1);
        break;
      case ROLE.seesOff:
        this.#look(operation, flag, 0);
        break;
      default:
        this.place(operation);
    }
  }

  finish(operation: number): boolean {
    const flag = this.#flags.flag[operation] as number;
    while (this.#isDone[operation] === 0) {
      if (!this.change(flag)) {
        return false;
      }
    }
    return true;
  }

  /** Lets the change of a flag that must be over first take effect; false if none was called. */
  change(flag: number): boolean {
    const change = this.#waiting.pop(2 * flag + (this.#isOn[flag] as number));
    if (change === NONE) {
      return false;
    }
    this.place(change);
    const isOn = 1 - (this.#isOn[flag] as number);
    this.#isOn[flag] = isOn;
    const list = 2 * flag + isOn;
    for (let one = this.#looking[list] as number; one !== NONE;) {
      this.place(one);
      one = this.#nextLooking[one] as number;
    }
    this.#looking[list] = NONE;
    return true;
  }

  /** Whether a change of a flag was called, but did not take effect. */
  isWaiting(flag: number, turnsOn: boolean): boolean {
    return this.#waiting.top(2 * flag + (turnsOn ? 0 : 1)) !== NONE;
  }

  isOn(flag: number): boolean {
    return this.#isOn[flag] === 1;
  }

  isDone(operation: number): boolean {
    return this.#isDone[operation] === 1;
  }

  place(operation: number): void {
    this.#isDone[operation] = 1;
    this.#order[this.#done++] = operation;
  }

  #look(operation: number, flag: number, isOn: 0 | 1): void {
    if (this.#isOn[flag] === isOn) {
      this.place(operation);
    } else {
      const list = 2 * flag + isOn;
      this.#nextLooking[operation] = this.#looking[list] as number;
      this.#looking[list] = operation;
    }
  }
}
