const FIRST_SLOTS = 1 << 12;

/** A map from pairs of integers to numbers from 0, in typed arrays, with open addressing. */
export class PairTable {
  #slots: Int32Array;
  #first: Int32Array;
  #second: Int32Array;
  #value: Int32Array;
  #size = 0;

  constructor() {
    this.#slots = new Int32Array(FIRST_SLOTS);
    this.#first = new Int32Array(FIRST_SLOTS >> 1);
    this.#second = new Int32Array(FIRST_SLOTS >> 1);
    this.#value = new Int32Array(FIRST_SLOTS >> 1);
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
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
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
    this.#slots = new Int32Array(2 * capacity);
    this.#first = new Int32Array(capacity);
    this.#second = new Int32Array(capacity);
    this.#value = new Int32Array(capacity);
    this.#first.set(first);
    this.#second.set(second);
    this.#value.set(value);
    for (let entry = 0; entry < first.length; entry += 1) {
      this.#slots[this.#slotOf(first[entry] as number, second[entry] as number)] = entry + 1;
    }
  }
}
