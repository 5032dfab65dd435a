import { int32Array, uint8Array } from '../values/typed-arrays.js';
import { accumulate } from './groups.js';

/**
 * A graph in compressed rows, of edges that are told twice: first they are only counted, so that each can be put in
 * its place the second time. To keep them in between would take more memory than the graph.
 * @param transactions - how many nodes there are before any other is made.
 * @param tell - adds all edges; both times the same, in the same order.
 */
export function rowsOf(transactions: number, tell: (edges: Edges) => void): Rows {
  const counted = new Edges(transactions, null);
  tell(counted);
  const placed = new Edges(transactions, counted);
  tell(placed);
  return placed.rows();
}

/** Takes in edges. Nodes are numbers; those of transactions come first. */
export class Edges {
  #nodes: number;
  /** How many edges each node has, at two places after it; then where its next edge goes, at the place after it. */
  #places: Int32Array;
  readonly #shift: number;
  readonly #to: Int32Array;
  readonly #about: Int32Array;
  readonly #kind: Uint8Array;

  /** @param counted - the same edges, counted; null where they are to be counted. */
  constructor(transactions: number, counted: Edges | null) {
    this.#nodes = transactions;
    this.#shift = counted === null ? 2 : 1;
    this.#places = counted === null ? int32Array(transactions + 2) : counted.#places;
    if (counted !== null) accumulate(this.#places);
    const count = counted === null ? 0 : (this.#places.at(-1) as number);
    [this.#to, this.#about] = [int32Array(count), int32Array(count)];
    this.#kind = uint8Array(count);
  }

  /** New nodes that stand for no transaction; the first of them. */
  makeNodes(count: number): number {
    const first = this.#nodes;
    this.#nodes += count;
    if (this.#nodes + 2 > this.#places.length) {
      const larger = int32Array(Math.max(this.#nodes + 2, Math.ceil(1.5 * this.#places.length)));
      larger.set(this.#places);
      this.#places = larger;
    }
    return first;
  }

  /**
   * Adds an edge, but none from a node to itself.
   * @param about - what explains it: a version, or a read.
   */
  add(from: number, to: number, kind: number, about: number): void {
    if (from === to) return;
    const at = from + this.#shift;
    const place = this.#places[at] as number;
    this.#places[at] = place + 1;
    if (this.#shift === 2) return;
    this.#to[place] = to;
    this.#about[place] = about;
    this.#kind[place] = kind;
  }

  /** The edges of each node in one row, in the order in which they were added. */
  rows(): Rows {
    const starts = this.#places.subarray(0, this.#nodes + 1);
    return { nodes: this.#nodes, starts, to: this.#to, kind: this.#kind, about: this.#about };
  }
}

/** A graph in compressed rows: the edges of node n are those from starts[n] up to starts[n + 1]. */
export interface Rows {
  readonly nodes: number;
  readonly starts: Int32Array;
  readonly to: Int32Array;
  readonly kind: Uint8Array;
  readonly about: Int32Array;
}
