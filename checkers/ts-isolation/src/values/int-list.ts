import { int32Array } from './typed-arrays.js';
const FIRST_CAPACITY = 16;

/** A list of integers that grows, in a typed array. */
export class IntList {
  #items: Int32Array;
  length = 0;

  constructor(capacity: number = FIRST_CAPACITY) {
    this.#items = int32Array(Math.max(1, capacity));
  }

  push(item: number): void {
    if (this.length === this.#items.length) {
      const larger = int32Array(2 * this.length);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length] = item;
    this.length += 1;
  }

  /** An item; before the end of the list. */
  at(index: number): number {
    return this.#items[index] as number;
  }

  /** What is in the list now; it is no copy. */
  items(): Int32Array {
    return this.#items.subarray(0, this.length);
  }
}
