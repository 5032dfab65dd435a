/** Of a number that was taken, or that is none: more than any limit. */
export const NO_NUMBER = 2 ** 31 - 1;

/**
 * Numbers in a row, from which one after the other is taken away: finds the first from a place on
 * that does not exceed a limit. A segment tree of the least number: O(log n) each.
 */
export class FirstAtMost {
  readonly #leaves: number;
  readonly #least: Int32Array;

  constructor(numbers: Int32Array) {
    this.#leaves = 1 << Math.ceil(Math.log2(Math.max(1, numbers.length)));
    this.#least = new Int32Array(2 * this.#leaves).fill(NO_NUMBER);
    this.#least.set(numbers, this.#leaves);
    for (let node = this.#leaves - 1; node > 0; node--) {
      this.#update(node);
    }
  }

  /** Takes the first number from a place on that is at most `limit`: its place, or -1. */
  take(start: number, limit: number): number {
    const least = this.#least;
    let node = start + this.#leaves;
    // To the first tree from there on that has such a number, and down to it.
    while ((least[node] as number) > limit) {
      while (node % 2 === 1) {
        node >>= 1;
      }
      if (node === 0) {
        return -1;
      }
      node++;
    }
    while (node < this.#leaves) {
      node *= 2;
      node += (least[node] as number) > limit ? 1 : 0;
    }
    least[node] = NO_NUMBER;
    for (let above = node >> 1; above > 0; above >>= 1) {
      this.#update(above);
    }
    return node - this.#leaves;
  }

  #update(node: number): void {
    const left = this.#least[2 * node] as number;
    const right = this.#least[2 * node + 1] as number;
    this.#least[node] = Math.min(left, right);
  }
}
