/** Integers that span at most so many times their number are kept in a table. */
const SPREAD = 4;
const ABSENT = -1;

/**
 * The different integers of a list, numbered by their first appearance. Integers that lie close
 * together, as the `set` workload's do, take four bytes each; a map takes ten times as much.
 */
export class Ordinals {
  readonly size: number;
  readonly #least: number;
  readonly #table: Int32Array | null;
  readonly #map = new Map<number, number>();

  constructor(length: number, at: (position: number) => number) {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < length; i += 1) {
      least = Math.min(least, at(i));
      most = Math.max(most, at(i));
    }
    const span = length === 0 ? 0 : most - least + 1;
    this.#least = least;
    this.#table = span <= SPREAD * length ? new Int32Array(span).fill(ABSENT) : null;
    let size = 0;
    for (let i = 0; i < length; i += 1) {
      const integer = at(i);
      if (this.of(integer) !== undefined) continue;
      if (this.#table === null) this.#map.set(integer, size);
      else this.#table[integer - least] = size;
      size += 1;
    }
    this.size = size;
  }

  /** The number of an integer; `undefined` where the list does not hold it. */
  of(integer: number): number | undefined {
    if (this.#table === null) return this.#map.get(integer);
    const ordinal = this.#table[integer - this.#least];
    return ordinal === ABSENT ? undefined : ordinal;
  }
}
