/** The uses of nothing. */
export const NO_USES = 0;

/** How often one kind of operation without an answer took effect. */
interface Use {
  readonly count: number;
  /** How many of the kind can have taken effect before these, so that each was called in time. */
  readonly room: number;
}

/** By kind: a value that is put in, or `TAKES`. */
type Counts = ReadonlyMap<number, Use>;

/** Of what was counted, with its entries in the tables; of each kind in it; and of a sum. */
const COUNTS_BYTES = 200;
const USE_BYTES = 120;
const SUM_BYTES = 40;

/** The kind of the removals. */
export const TAKES = -1;

/**
 * How many operations without an answer took effect in a part of an order, by kind: as small
 * integers, equal for what is equal. Of one kind the operations are used in the order of their
 * calls, so it is enough to count them.
 */
export class Uses {
  readonly #counts: Counts[] = [new Map()];
  readonly #totals = [0];
  readonly #ids = new Map<string, number>([['', NO_USES]]);
  readonly #sums = new Map<number, number>();
  /** About how much memory they hold. */
  bytes = 0;

  /** How many operations that is. */
  total(uses: number): number {
    return this.#totals[uses] ?? Infinity;
  }

  /** How many of a kind. */
  count(uses: number, kind: number): number {
    return this.#counts[uses]?.get(kind)?.count ?? 0;
  }

  /** One of a kind of which so many were called. */
  one(kind: number, called: number): number {
    return this.#idOf(new Map([[kind, { count: 1, room: called - 1 }]]));
  }

  /** One part and then another. */
  sum(first: number, second: number): number {
    if (first === NO_USES || second === NO_USES) {
      return first + second;
    }
    const key = first * 2 ** 26 + second;
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      const counts = new Map(this.#counts[first]);
      for (const [kind, { count, room }] of this.#counts[second] as Counts) {
        const before = counts.get(kind) ?? { count: 0, room: Infinity };
        counts.set(kind, {
          count: before.count + count,
          room: Math.min(before.room, room - before.count),
        });
      }
      sum = this.#idOf(counts);
      this.#sums.set(key, sum);
      this.bytes += SUM_BYTES;
    }
    return sum;
  }

  /** Whether all of a part was called in time if it comes after another one. */
  fits(first: number, second: number): boolean {
    if (second === NO_USES) {
      return true;
    }
    const before = this.#counts[first] as Counts;
    for (const [kind, { room }] of this.#counts[second] as Counts) {
      if ((before.get(kind)?.count ?? 0) > room) {
        return false;
      }
    }
    return true;
  }

  #idOf(counts: Counts): number {
    const key = [...counts]
      .sort(([a], [b]) => a - b)
      .map(([kind, { count, room }]) => `${kind},${count},${room}`)
      .join();
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#totals.length;
      this.#counts.push(counts);
      this.#totals.push([...counts.values()].reduce((sum, { count }) => sum + count, 0));
      this.#ids.set(key, id);
      this.bytes += COUNTS_BYTES + USE_BYTES * counts.size;
    }
    return id;
  }
}
