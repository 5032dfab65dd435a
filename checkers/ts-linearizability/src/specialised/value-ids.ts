import type { Key, Value } from '../types.js';
import { valueKey } from '../values/key.js';

const DENSE_START = 1024;

/**
 * Gives each different value a small integer, in the order of first sight.
 *
 * Small natural numbers, which workloads with unique values use, go through an array that is
 * indexed by the value itself: several times faster than a `Map`, and smaller.
 */
export class ValueIds {
  readonly #denseLimit: number;
  /** Identity plus one, by value. */
  #dense = new Int32Array(DENSE_START);
  readonly #others = new Map<Key, number>();
  #count = 0;

  /** @param operations size of the history, which bounds the memory for the array. */
  constructor(operations: number) {
    this.#denseLimit = Math.max(DENSE_START, 8 * operations);
  }

  /** How many different values were given an identity. */
  get count(): number {
    return this.#count;
  }

  /**
   * Identity plus one by small natural number, 0 if it has none: for loops over so many values
   * that a call for each is too slow. Valid until the next new value.
   */
  get dense(): Int32Array {
    return this.#dense;
  }

  /** The identity of a value; a new one at first sight. */
  idOf(value: Value): number {
    if (typeof value === 'number' && value >= 0 && value < this.#denseLimit) {
      const index = value | 0;
      if (index === value) {
        if (index >= this.#dense.length) {
          this.#grow(index);
        }
        const known = this.#dense[index] as number;
        if (known !== 0) {
          return known - 1;
        }
        this.#dense[index] = ++this.#count;
        return this.#count - 1;
      }
    }
    const key = valueKey(value);
    let id = this.#others.get(key);
    if (id === undefined) {
      id = this.#count++;
      this.#others.set(key, id);
    }
    return id;
  }

  #grow(index: number): void {
    const larger = new Int32Array(Math.max(index + 1, 2 * this.#dense.length));
    larger.set(this.#dense);
    this.#dense = larger;
  }
}
