import { sort } from '../../history/sort.js';
import { isTurn, type Turns } from '../turns/roles.js';

const NONE = -1;

/** Of each thing, the turns that were not called yet: lists by their calls, linked by operation. */
export class Upcoming {
  readonly #turns: Turns;
  /** By thing, first the turns that turn it on, then those that turn it off. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  private constructor(turns: Turns) {
    this.#turns = turns;
    this.#first = new Int32Array(2 * turns.start.length).fill(NONE);
    this.#next = new Int32Array(turns.role.length).fill(NONE);
  }

  static of(turns: Turns): Upcoming {
    const upcoming = new Upcoming(turns);
    const byCall = sort(turns.call);
    for (let i = byCall.length - 1; i >= 0; i--) {
      const operation = byCall[i] as number;
      if (isTurn(turns.role[operation])) {
        const list = upcoming.#listOf(operation);
        upcoming.#next[operation] = upcoming.#first[list] as number;
        upcoming.#first[list] = operation;
      }
    }
    return upcoming;
  }

  /** An operation is called, after all those of its kind that come before it. */
  call(operation: number): void {
    if (isTurn(this.#turns.role[operation])) {
      this.#first[this.#listOf(operation)] = this.#next[operation] as number;
    }
  }

  /** When the next turn of a thing is called; `Infinity` if none is. */
  nextCall(thing: number, turnsOn: boolean): number {
    const operation = this.#first[2 * thing + (turnsOn ? 0 : 1)] as number;
    return this.#turns.call[operation] ?? Infinity;
  }

  #listOf(operation: number): number {
    return (
      2 * (this.#turns.thing[operation] as number) + ((this.#turns.role[operation] as number) % 2)
    );
  }
}
