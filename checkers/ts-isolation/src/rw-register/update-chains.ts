import type { Columns } from '../history/columns.js';
import type { Reads } from '../versions/reads.js';
import { CERTAIN, READERS, VersionOrder } from '../versions/version-order.js';
import { copyOf, int32Array } from '../values/typed-arrays.js';

/** Room for so many pairs is set aside: more is made where they are more. */
const PAIRS_PER_VERSION = 4;

/**
 * What is known of the order of the versions of registers. A version and what its reader wrote over it
 * follow each other directly: between them no other write can come, at levels that forbid lost updates.
 * So versions make chains, and of two chains one comes before the other as a whole: what is known
 * of any two versions of them is said of the end of the one and the beginning of the other.
 */
export class RegisterOrder {
  readonly versions: VersionOrder;
  /** Whether the order may lead in a circle, by what is certain of it. */
  mayBeCyclic = false;
  /** The first version of the chain of each version, and its last one. */
  readonly #head: Int32Array;
  readonly #tail: Int32Array;
  readonly #place: Int32Array;
  /** The first version of a chain that was written: the state before all writes was not. */
  readonly #written: Int32Array;

  /**
   * @param updates - of each read, the version that its transaction wrote over it, or -1.
   * @param isCertain - whether a version comes before what was written over it whatever the level that is judged.
   */
  constructor(columns: Columns, reads: Reads, updates: Int32Array, isCertain: boolean) {
    const all = columns.versions + columns.keys.length;
    const [next, previous] = [int32Array(all).fill(-1), int32Array(all).fill(-1)];
    this.versions = new VersionOrder(PAIRS_PER_VERSION * all);
    const seen = reads.version.items();
    for (let read = 0; read < updates.length; read += 1) {
      const [before, after] = [seen[read] as number, updates[read] as number];
      if (after === -1) continue;
      this.versions.add(before, after, isCertain ? CERTAIN : READERS);
      if (next[before] !== -1 || previous[after] !== -1) {
        this.mayBeCyclic = true;
        continue;
      }
      next[before] = after;
      previous[after] = before;
    }
    const itself = int32Array(all);
    for (let version = 0; version < all; version += 1) itself[version] = version;
    [this.#head, this.#tail, this.#written] = [itself, copyOf(itself), copyOf(itself)];
    this.#place = int32Array(all);
    for (let version = 0; version < all; version += 1) {
      if (previous[version] === -1 && next[version] !== -1) {
        this.#follow(version, next, columns.versions);
      }
    }
    for (let version = 0; version < all; version += 1) {
      const isReached = previous[version] === -1 || this.#place[version] !== 0;
      if (!isReached) this.mayBeCyclic = true;
    }
  }

  /** Goes along a chain; versions whose order leads in a circle are in none. */
  #follow(head: number, next: Int32Array, versions: number): void {
    let tail = head;
    for (let at = head, place = 0; at !== -1; at = next[at] as number, place += 1) {
      this.#head[at] = head;
      this.#place[at] = place;
      tail = at;
    }
    const written = head < versions ? head : (next[head] as number);
    for (let at = head; at !== -1; at = next[at] as number) {
      this.#tail[at] = tail;
      this.#written[at] = written;
    }
  }

  /**
   * One version comes before another.
   * @param basis - how that is known of the two.
   * @param ofChains - how it is known of their chains.
   */
  add(before: number, after: number, basis: number, ofChains: number): void {
    if (basis === CERTAIN) this.mayBeCyclic = true;
    const [last, first] = [this.#tail[before] as number, this.#written[after] as number];
    if (last === before && first === after) {
      this.versions.add(before, after, basis);
    } else if (this.#head[before] === this.#head[after]) {
      const isKnown = (this.#place[before] as number) < (this.#place[after] as number);
      if (!isKnown || basis === CERTAIN) this.versions.add(before, after, basis);
    } else {
      if (basis === CERTAIN) this.versions.add(before, after, basis);
      this.versions.add(last, first, ofChains);
    }
  }
}
