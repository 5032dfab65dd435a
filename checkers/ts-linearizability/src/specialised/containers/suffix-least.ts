import { gather, inverse } from '../../history/columns.js';
import { sort } from '../../history/sort.js';
import { firstAbove } from '../bisect.js';

/**
 * Items with a key and a value, added one by one; finds the least value among those whose key
 * lies above a limit. A Fenwick tree over the keys, the greatest first: O(log n) each.
 */
export class SuffixLeast {
  readonly #keys: Float64Array;
  readonly #rank: Int32Array;
  readonly #values: Float64Array;
  /** Of each node the item with the least value, or -1. */
  readonly #best: Int32Array;

  /** @param keys of all items that may be added, and their values. */
  constructor(keys: Float64Array, values: Float64Array) {
    const byKey = sort(keys);
    this.#keys = gather(keys, byKey);
    this.#rank = inverse(byKey);
    this.#values = values;
    this.#best = new Int32Array(keys.length + 1).fill(-1);
  }

  /** All items added. */
  static all(keys: Float64Array, values: Float64Array): SuffixLeast {
    const least = new SuffixLeast(keys, values);
    const best = least.#best;
    keys.forEach((_key, item) => (best[keys.length - (least.#rank[item] as number)] = item));
    for (let node = 1; node < best.length; node++) {
      const parent = node + (node & -node);
      if (parent < best.length) {
        best[parent] = least.#lesser(best[parent] as number, best[node] as number);
      }
    }
    return least;
  }

  add(item: number): void {
    const { length } = this.#keys;
    for (let node = length - (this.#rank[item] as number); node <= length; node += node & -node) {
      this.#best[node] = this.#lesser(this.#best[node] as number, item);
    }
  }

  /** The item with the least value among those with a key above `limit`, or -1. */
  above(limit: number): number {
    let best = -1;
    for (let node = this.#keys.length - firstAbove(this.#keys, limit); node > 0; node &= node - 1) {
      best = this.#lesser(best, this.#best[node] as number);
    }
    return best;
  }

  #lesser(a: number, b: number): number {
    if (a < 0 || b < 0) {
      return Math.max(a, b);
    }
    return (this.#values[b] as number) < (this.#values[a] as number) ? b : a;
  }
}
