/** What is added to a number that was taken: it is more than any limit then. */
export const TAKEN = 1 << 30;

/**
 * Numbers in a row that are added to, and from which one after the other is taken away: finds the first from a place on
 * that does not exceed a limit. A segment tree of the least number: O(log n) each.
 */
export class LeastTree {
  readonly #leaves: number;
  /** Of each node the least number below it, what was added to the node itself included. */
  readonly #least: Int32Array;
  readonly #added: Int32Array;

  /** @param numbers less than `TAKEN`, or `TAKEN` for none. */
  constructor(numbers: Int32Array) {
    this.#leaves = 1 << Math.ceil(Math.log2(Math.max(1, numbers.length)));
    this.#least = new Int32Array(2 * this.#leaves).fill(TAKEN);
    this.#added = new Int32Array(2 * this.#leaves);
    this.#least.set(numbers, this.#leaves);
    for (let node = this.#leaves - 1; node > 0; node--) {
      this.#update(node);
    }
  }

  /** Adds to the numbers from one place to another, both included. */
  add(from: number, to: number, amount: number): void {
    if (from > to) {
      return;
    }
    const first = from + this.#leaves;
    const last = to + this.#leaves;
    for (let left = first, right = last + 1; left < right; left >>= 1, right >>= 1) {
      if (left % 2 === 1) {
        this.#raise(left++, amount);
      }
      if (right % 2 === 1) {
        this.#raise(--right, amount);
      }
    }
    this.#updateAbove(first);
    this.#updateAbove(last);
  }

  /** Takes the first number from a place on that is at most `limit`: its place, or -1. */
  take(from: number, limit: number): number {
    if (from >= this.#leaves) {
      return -1;
    }
    const [least, added] = [this.#least, this.#added];
    let [node, rest] = [1, limit];
    // The nearest tree to the right of the way to the place that has such a number.
    let [next, restOfNext] = [0, 0];
    for (let half = this.#leaves >> 1; half > 0 && (least[node] as number) <= rest; half >>= 1) {
      rest -= added[node] as number;
      node *= 2;
      if ((from & half) !== 0) {
        node++;
      } else if ((least[node + 1] as number) <= rest) {
        [next, restOfNext] = [node + 1, rest];
      }
    }
    if ((least[node] as number) > rest) {
      [node, rest] = [next, restOfNext];
    }
    if (node === 0) {
      return -1;
    }
    while (node < this.#leaves) {
      rest -= added[node] as number;
      node *= 2;
      node += (least[node] as number) > rest ? 1 : 0;
    }
    this.#raise(node, TAKEN);
    this.#updateAbove(node);
    return node - this.#leaves;
  }

  #raise(node: number, amount: number): void {
    this.#least[node] = (this.#least[node] as number) + amount;
    this.#added[node] = (this.#added[node] as number) + amount;
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
