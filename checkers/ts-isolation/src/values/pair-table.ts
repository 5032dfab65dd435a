import { int32Array } from './typed-arrays.js';
const FIRST_SLOTS = 1 << 12;

/** A map from pairs of integers to numbers from 0, in typed arrays, with open addressing. */
export class PairTable {
  #slots: Int32Array;
  #first: Int32Array;
  #second: Int32Array;
  #value: Int32Array;
  #size = 0;

  /** @param capacity - about how many pairs there will be. */
  constructor(capacity: number = FIRST_SLOTS >> 1) {
    const entries = 2 ** Math.ceil(Math.log2(Math.max(FIRST_SLOTS >> 1, capacity)));
    this.#slots = int32Array(2 * entries);
    this.#first = int32Array(entries);
    this.#second = int32Array(entries);
    this.#value = int32Array(entries);
  }

  /** The number of a pair, or -1. */
  get(first: number, second: number): number {
    const entry = this.#slots[this.#slotOf(first, second)] as number;
    return entry === 0 ? -1 : (this.#value[entry - 1] as number);
  }

  set(first: number, second: number, value: number): void {
    let slot = this.#slotOf(first, second);
    const entry = this.#slots[slot] as number;
    if (entry !== 0) {
      this.#value[entry - 1] = value;
      return;
    }
    if (this.#size === this.#first.length) {
      this.#grow();
      slot = this.#slotOf(first, second);
    }
    this.#first[this.#size] = first;
    this.#second[this.#size] = second;
    this.#value[this.#size] = value;
    this.#size += 1;
    this.#slots[slot] = this.#size;
  }

  /** Where a pair stands, or the free slot in which it would stand. */
  #slotOf(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    // Values that follow each other stand side by side: histories use them at about one time.
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second >>> 5, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (((hash ^ (hash >>> 13)) << 5) + (second & 31)) & mask;
    for (;;) {
      const entry = this.#slots[slot] as number;
      if (entry === 0) return slot;
      if (this.#first[entry - 1] === first && this.#second[entry - 1] === second) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const [first, second, value] = [this.#first, this.#second, this.#value];
    const capacity = 2 * first.length;
    this.#slots = int32Array(2 * capacity);
    this.#first = int32Array(capacity);
    this.#second = int32Array(capacity);
    this.#value = int32Array(capacity);
    this.#first.set(first);
    this.#second.set(second);
    this.#value.set(value);
    for (let entry = 0; entry < first.length; entry += 1) {
      this.#slots[this.#slotOf(first[entry] as number, second[entry] as number)] = entry + 1;
    }
  }
}
