/** Of a place that was taken: more than any count. */
const TAKEN = 1 << 30;

/**
 * How many intervals cover each of some places, in a row; finds the places that none covers any
 * more. A segment tree of the least count, without recursion: O(log n) each.
 */
export class CoverCounts {
  readonly #leaves: number;
  /** Of each node the least count below it, what was added to the node itself included. */
  readonly #least: Int32Array;
  readonly #added: Int32Array;

  constructor(counts: Int32Array) {
    this.#leaves = 1 << Math.ceil(Math.log2(Math.max(1, counts.length)));
    this.#least = new Int32Array(2 * this.#leaves).fill(TAKEN);
    this.#added = new Int32Array(this.#leaves);
    this.#least.set(counts, this.#leaves);
    for (let node = this.#leaves - 1; node > 0; node--) {
      this.#update(node);
    }
  }

  /** Uncovers the places from one to another, both included, once. */
  uncover(from: number, to: number): void {
    if (from > to) {
      return;
    }
    const first = from + this.#leaves;
    const last = to + this.#leaves;
    for (let left = first, right = last + 1; left < right; left >>= 1, right >>= 1) {
      if (left % 2 === 1) {
        this.#subtract(left++);
      }
      if (right % 2 === 1) {
        this.#subtract(--right);
      }
    }
    this.#updateAbove(first);
    this.#updateAbove(last);
  }

  /** A place that nothing covers, each once; -1 if there is none. */
  takeUncovered(): number {
    const least = this.#least;
    if (least[1] !== 0) {
      return -1;
    }
    let node = 1;
    while (node < this.#leaves) {
      node *= 2;
      node += (least[node + 1] as number) < (least[node] as number) ? 1 : 0;
    }
    least[node] = TAKEN;
    this.#updateAbove(node);
    return node - this.#leaves;
  }

  #subtract(node: number): void {
    this.#least[node] = (this.#least[node] as number) - 1;
    if (node < this.#leaves) {
      this.#added[node] = (this.#added[node] as number) - 1;
    }
  }

  #updateAbove(node: number): void {
    for (let above = node >> 1; above > 0; above >>= 1) {
      this.#update(above);
    }
  }

  #update(node: number): void {
    const left = this.#least[2 * node] as number;
    const right = this.#least[2 * node + 1] as number;
    this.#least[node] = Math.min(left, right) + (this.#added[node] as number);
  }
}
