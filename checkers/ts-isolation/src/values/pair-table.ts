import { int32Array } from './typed-arrays.js';

const FIRST_CAPACITY = 1 << 4;
/** An entry is three numbers: the pair, and what it maps to. */
const ENTRY = 3;

/** A map from pairs of integers to numbers from 0, in typed arrays, with open addressing. */
export class PairTable {
  #slots = int32Array(2 * FIRST_CAPACITY);
  #entries = int32Array(ENTRY * FIRST_CAPACITY);
  #size = 0;

  /** The number of a pair, or -1. */
  get(first: number, second: number): number {
    const entry = this.#slots[this.#slotOf(first, second)] as number;
    return entry === 0 ? -1 : (this.#entries[ENTRY * entry - 1] as number);
  }

  set(first: number, second: number, value: number): void {
    if (2 * this.#size === this.#slots.length) this.#grow();
    const slot = this.#slotOf(first, second);
    if (this.#slots[slot] === 0) {
      this.#entries[ENTRY * this.#size] = first;
      this.#entries[ENTRY * this.#size + 1] = second;
      this.#size += 1;
      this.#slots[slot] = this.#size;
    }
    this.#entries[ENTRY * (this.#slots[slot] as number) - 1] = value;
  }

  /** Where a pair stands, or the free slot in which it would stand. */
  #slotOf(first: number, second: number): number {
    const slots = this.#slots;
    const entries = this.#entries;
    const mask = slots.length - 1;
    // Values that follow each other stand side by side: histories use them at about one time.
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second >>> 5, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (((hash ^ (hash >>> 13)) << 5) + (second & 31)) & mask;
    for (;;) {
      const entry = slots[slot] as number;
      if (entry === 0) return slot;
      const at = ENTRY * (entry - 1);
      if (entries[at] === first && entries[at + 1] === second) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const entries = this.#entries;
    this.#slots = int32Array(2 * this.#slots.length);
    this.#entries = int32Array(2 * entries.length);
    this.#entries.set(entries);
    for (let entry = 0; entry < this.#size; entry += 1) {
      const at = ENTRY * entry;
      this.#slots[this.#slotOf(entries[at] as number, entries[at + 1] as number)] = entry + 1;
    }
  }
}
