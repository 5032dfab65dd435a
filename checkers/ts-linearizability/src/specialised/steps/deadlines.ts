/** A priority queue of items, those with the earliest deadline first. */
export class Deadlines {
  readonly #deadline: Float64Array;
  readonly #heap: number[] = [];

  /** @param deadline of each item. */
  constructor(deadline: Float64Array) {
    this.#deadline = deadline;
  }

  get size(): number {
    return this.#heap.length;
  }

  /** The item with the earliest deadline, or -1. */
  get first(): number {
    return this.#heap[0] ?? -1;
  }

  push(item: number): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(item);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.#earlier(item, heap[parent] as number)) {
        break;
      }
      heap[at] = heap[parent] as number;
      at = parent;
    }
    heap[at] = item;
  }

  /** Takes the item with the earliest deadline, or -1. */
  pop(): number {
    const heap = this.#heap;
    const first = this.first;
    const item = heap.pop();
    if (item === undefined || heap.length === 0) {
      return first;
    }
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) {
        break;
      }
      if (
        child + 1 < heap.length &&
        this.#earlier(heap[child + 1] as number, heap[child] as number)
      ) {
        child++;
      }
      if (!this.#earlier(heap[child] as number, item)) {
        break;
      }
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = item;
    return first;
  }

  #earlier(a: number, b: number): boolean {
    return (this.#deadline[a] as number) < (this.#deadline[b] as number);
  }
}
