/** A multiset: a node of a binary tree over all items, or how often one item is in it. */
export interface Multiset {
  readonly id: number;
  /** How many items, with repetition. */
  readonly size: number;
  readonly left: Multiset | undefined;
  readonly right: Multiset | undefined;
}

/** So many nodes are kept before those that nobody needs are dropped. */
const MOST_NODES = 1 << 20;
/** Of a node, with its entry in the table. */
const NODE_BYTES = 120;

/**
 * Multisets of the items from 0 to a count. They share what is equal, and equal ones are the same
 * object: a tree whose nodes are found by their two halves (hash consing). O(log n) each.
 */
export class Multisets {
  readonly #items: number;
  #nodes = new Map<number, Multiset>();
  readonly #leaves: Multiset[] = [];
  #ids = 0;
  readonly empty: Multiset;

  constructor(items: number) {
    this.#items = 2 ** Math.ceil(Math.log2(Math.max(2, items)));
    let empty = this.#leaf(0);
    for (let size = 1; size < this.#items; size *= 2) {
      empty = this.#node(empty, empty);
    }
    this.empty = empty;
  }

  /** About how much memory they hold. */
  get bytes(): number {
    return NODE_BYTES * this.#nodes.size;
  }

  /** With one more of an item, or one less. */
  with(set: Multiset, item: number, more: 1 | -1): Multiset {
    return this.#changed(set, item, this.#items >> 1, more);
  }

  #changed(set: Multiset, item: number, half: number, more: 1 | -1): Multiset {
    const { left, right } = set;
    if (left === undefined || right === undefined) {
      return this.#leaf(set.size + more);
    }
    return item < half
      ? this.#node(this.#changed(left, item, half >> 1, more), right)
      : this.#node(left, this.#changed(right, item - half, half >> 1, more));
  }

  /** How many of an item. */
  count(set: Multiset, item: number): number {
    let node = set;
    let rest = item;
    for (let half = this.#items >> 1; node.size > 0; half >>= 1) {
      const next = rest < half ? node.left : node.right;
      if (next === undefined) {
        break;
      }
      rest = rest < half ? rest : rest - half;
      node = next;
    }
    return node.size;
  }

  /** The least item; -1 if there is none. */
  least(set: Multiset): number {
    if (set.size === 0) {
      return -1;
    }
    let least = 0;
    let node = set;
    for (let half = this.#items >> 1; node.left !== undefined; half >>= 1) {
      const isRight = node.left.size === 0;
      node = (isRight ? node.right : node.left) as Multiset;
      least += isRight ? half : 0;
    }
    return least;
  }

  #leaf(size: number): Multiset {
    return (this.#leaves[size] ??= {
      id: this.#ids++,
      size,
      left: undefined,
      right: undefined,
    });
  }

  #node(left: Multiset, right: Multiset): Multiset {
    const key = left.id * 2 ** 26 + right.id;
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = { id: this.#ids++, size: left.size + right.size, left, right };
      this.#nodes.set(key, node);
    }
    return node;
  }

  /** Keeps only what some multisets need, if it is time for that. */
  keep(sets: Iterable<Multiset>): void {
    if (this.#nodes.size < MOST_NODES) {
      return;
    }
    this.#nodes = new Map();
    const kept = new Set<Multiset>();
    const work = [this.empty, ...sets];
    for (let node = work.pop(); node !== undefined; node = work.pop()) {
      const { left, right } = node;
      if (left !== undefined && right !== undefined && !kept.has(node)) {
        kept.add(node);
        this.#nodes.set(left.id * 2 ** 26 + right.id, node);
        work.push(left, right);
      }
    }
  }
}
