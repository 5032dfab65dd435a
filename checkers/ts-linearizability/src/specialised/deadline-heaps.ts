const NONE = -1;

/**
 * Many heaps over the same items, the earliest deadline at the top: leftist heaps in columns, O(log n)
 * an operation (Crane 1972). An item is in one heap at a time.
 */
export class DeadlineHeaps {
  readonly #deadline: Float64Array;
  readonly #top: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  /** Of each item, how many items lie on the way down the right sides, itself included. */
  readonly #rank: Int32Array;

  /** @param deadline of each item. */
  constructor(deadline: Float64Array, heaps: number) {
    this.#deadline = deadline;
    this.#top = new Int32Array(heaps).fill(NONE);
    this.#left = new Int32Array(deadline.length).fill(NONE);
    this.#right = new Int32Array(deadline.length).fill(NONE);
    this.#rank = new Int32Array(deadline.length).fill(1);
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

  /** The top of two heaps as one. The way down the right sides is the shortest to a free place, so it is short. */
  #merged(one: number, other: number): number {
    if (one === NONE || other === NONE) {
      return Math.max(one, other);
    }
    const [left, right, rank] = [this.#left, this.#right, this.#rank];
    const isLater = (this.#deadline[other] as number) < (this.#deadline[one] as number);
    const [top, below] = isLater ? [other, one] : [one, other];
    const merged = this.#merged(right[top] as number, below);
    const beside = left[top] as number;
    const isDeeper = (rank[merged] as number) > (rank[beside] ?? 0);
    [left[top], right[top]] = isDeeper ? [merged, beside] : [beside, merged];
    rank[top] = 1 + (rank[right[top]] ?? 0);
    return top;
  }
}
