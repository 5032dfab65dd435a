const NONE = -1;

/**
 * Many heaps over the same items, the earliest deadline at the top: skew heaps in columns, O(log n)
 * an operation on average (Sleator and Tarjan 1986). An item is in one heap at a time.
 */
export class DeadlineHeaps {
  readonly #deadline: Float64Array;
  readonly #top: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;

  /** @param deadline of each item. */
  constructor(deadline: Float64Array, heaps: number) {
    this.#deadline = deadline;
    this.#top = new Int32Array(heaps).fill(NONE);
    this.#left = new Int32Array(deadline.length).fill(NONE);
    this.#right = new Int32Array(deadline.length).fill(NONE);
  }

  /** The item of a heap with the earliest deadline, or -1. */
  top(heap: number): number {
    return this.#top[heap] as number;
  }

  push(heap: number, item: number): void {
    this.#top[heap] = this.#merged(this.#top[heap] as number, item);
  }

  /** Takes the item with the earliest deadline from a heap, or -1. */
  pop(heap: number): number {
    const item = this.#top[heap] as number;
    if (item !== NONE) {
      this.#top[heap] = this.#merged(this.#left[item] as number, this.#right[item] as number);
    }
    return item;
  }

  /** The top of two heaps as one: down their right sides, whose nodes change their sides. */
  #merged(one: number, other: number): number {
    const [left, right] = [this.#left, this.#right];
    let [a, b] = [one, other];
    let top = NONE;
    let above = NONE;
    while (a !== NONE && b !== NONE) {
      if ((this.#deadline[b] as number) < (this.#deadline[a] as number)) {
        [a, b] = [b, a];
      }
      if (above === NONE) {
        top = a;
      } else {
        left[above] = a;
      }
      above = a;
      const next = right[a] as number;
      right[a] = left[a] as number;
      a = next;
    }
    const rest = a === NONE ? b : a;
    if (above === NONE) {
      return rest;
    }
    left[above] = rest;
    return top;
  }
}
