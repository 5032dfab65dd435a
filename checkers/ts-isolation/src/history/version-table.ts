import { int32Array } from '../values/typed-arrays.js';

/** The versions of keys by their values, with open addressing: a table for each key, one after another. */
export class VersionTable {
  /** The slots of key k are those from starts[k] up to starts[k + 1]: a power of two, or none. */
  readonly #starts: Int32Array;
  /** Versions, from 1. */
  readonly #slots: Int32Array;
  readonly #codes: Int32Array;

  /**
   * @param writes - how many versions of each key there will be at most.
   * @param codes - the code of the value of each version.
   */
  constructor(writes: readonly number[], codes: Int32Array) {
    this.#codes = codes;
    this.#starts = int32Array(writes.length + 1);
    for (const [key, count] of writes.entries()) {
      const slots = count === 0 ? 0 : 1 << (32 - Math.clz32(2 * count - 1));
      this.#starts[key + 1] = (this.#starts[key] as number) + slots;
    }
    this.#slots = int32Array(this.#starts[writes.length] as number);
  }

  /** The version of a key that has a value, or -1. */
  get(key: number, code: number): number {
    const slot = this.#slotOf(key, code);
    return slot === -1 ? -1 : (this.#slots[slot] as number) - 1;
  }

  /** Adds a version of a key, unless there is another with its value: that is returned, or -1. */
  add(key: number, version: number): number {
    const slot = this.#slotOf(key, this.#codes[version] as number);
    const other = (this.#slots[slot] as number) - 1;
    if (other === -1) this.#slots[slot] = version + 1;
    return other;
  }

  /** Puts a version in the place of the one that has its value. */
  replace(key: number, version: number): void {
    this.#slots[this.#slotOf(key, this.#codes[version] as number)] = version + 1;
  }

  /** Where the version that has a value stands, or the free slot in which it would stand; -1 where a key has none. */
  #slotOf(key: number, code: number): number {
    const slots = this.#slots;
    const start = this.#starts[key] as number;
    const last = (this.#starts[key + 1] as number) - start - 1;
    if (last === -1) return -1;
    let hash = Math.imul(code, 0x9e3779b1);
    hash ^= hash >>> 15;
    for (;;) {
      const slot = start + (hash & last);
      const version = (slots[slot] as number) - 1;
      if (version === -1 || this.#codes[version] === code) return slot;
      hash += 1;
    }
  }
}
