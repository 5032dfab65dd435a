import { firstAbove } from '../bisect.js';

/**
 * Values with keys, added one by one; finds the least value among those whose key lies above a
 * limit. A Fenwick tree over the keys, the greatest first: O(log n) each.
 */
export class SuffixLeast {
  readonly #keys: Float64Array;
  readonly #least: Float64Array;

  /** @param keys that may be added. */
  constructor(keys: Float64Array) {
    this.#keys = keys.toSorted();
    this.#least = new Float64Array(keys.length + 1).fill(Infinity);
  }

  add(key: number, value: number): void {
    const { length } = this.#keys;
    for (
      let node = length + 1 - firstAbove(this.#keys, key);
      node <= length;
      node += node & -node
    ) {
      this.#least[node] = Math.min(this.#least[node] as number, value);
    }
  }

  /** The least value among those with a key above `limit`; `Infinity` if there is none. */
  above(limit: number): number {
    let least = Infinity;
    for (let node = this.#keys.length - firstAbove(this.#keys, limit); node > 0; node &= node - 1) {
      least = Math.min(least, this.#least[node] as number);
    }
    return least;
  }
}
