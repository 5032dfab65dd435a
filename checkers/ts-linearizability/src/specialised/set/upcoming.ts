import { sort } from '../../history/sort.js';
import { isChange, type Flags } from '../flags/roles.js';

const NONE = -1;

/** Of each flag, the changes that were not called yet: lists by their calls, linked by operation. */
export class Upcoming {
  readonly #flags: Flags;
  /** By flag, first the changes that turn it on, then those that turn it off. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  constructor(flags: Flags) {
    this.#flags = flags;
    this.#first = new Int32Array(2 * flags.start.length).fill(NONE);
    this.#next = new Int32Array(flags.role.length).fill(NONE);
    for (const operation of sort(flags.call).reverse()) {
      if (isChange(flags.role[operation])) {
        const list = this.#listOf(operation);
        this.#next[operation] = this.#first[list] as number;
        this.#first[list] = operation;
      }
    }
  }

  /** An operation is called, after all those of its kind that come before it. */
  call(operation: number): void {
    if (isChange(this.#flags.role[operation])) {
      this.#first[this.#listOf(operation)] = this.#next[operation] as number;
    }
  }

  /** When the next change of a flag is called; `Infinity` if none is. */
  nextCall(flag: number, turnsOn: boolean): number {
    const operation = this.#first[2 * flag + (turnsOn ? 0 : 1)] as number;
    return this.#flags.call[operation] ?? Infinity;
  }

  #listOf(operation: number): number {
    return (
      2 * (this.#flags.flag[operation] as number) + ((this.#flags.role[operation] as number) % 2)
    );
  }
}
