import { int32Array, uint8Array } from '../values/typed-arrays.js';
/** Edges as they are found. Nodes are numbers; those of transactions come first. */
export class Edges {
  #from: Int32Array;
  #to: Int32Array;
  #about: Int32Array;
  #kind: Uint8Array;
  #count = 0;
  #nodes: number;

  /**
   * @param transactions - how many nodes there are before any other is made.
   * @param capacity - about how many edges there will be.
   */
  constructor(transactions: number, capacity: number) {
    const room = Math.max(16, capacity);
    this.#nodes = transactions;
    this.#from = int32Array(room);
    this.#to = int32Array(room);
    this.#about = int32Array(room);
    this.#kind = uint8Array(room);
  }

  /** New nodes that stand for no transaction; the first of them. */
  makeNodes(count: number): number {
    const first = this.#nodes;
    this.#nodes += count;
    return first;
  }

  /**
   * Adds an edge, but none from a node to itself.
   * @param about - what explains it: a version, or a transaction that read.
   */
  add(from: number, to: number, kind: number, about: number): void {
    if (from === to) return;
    const at = this.#count;
    if (at === this.#from.length) this.#grow();
    this.#from[at] = from;
    this.#to[at] = to;
    this.#kind[at] = kind;
    this.#about[at] = about;
    this.#count += 1;
  }

  /** Adds all edges of another graph with the same nodes. */
  addAll({ nodes, starts, to, kind, about }: Rows): void {
    for (let from = 0; from < nodes; from += 1) {
      for (let at = starts[from] as number; at < (starts[from + 1] as number); at += 1) {
        this.add(from, to[at] as number, kind[at] as number, about[at] as number);
      }
    }
  }

  /** The edges of each node in one row, in the order in which they were added. */
  rows(): Rows {
    const [count, nodes] = [this.#count, this.#nodes];
    const [allFrom, allTo, allKind, allAbout] = [this.#from, this.#to, this.#kind, this.#about];
    const starts = int32Array(nodes + 1);
    for (let edge = 0; edge < count; edge += 1) {
      const after = (allFrom[edge] as number) + 1;
      starts[after] = (starts[after] as number) + 1;
    }
    for (let node = 0; node < nodes; node += 1) {
      starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
    }
    const next = starts.slice();
    const [to, about, kind] = [int32Array(count), int32Array(count), uint8Array(count)];
    for (let edge = 0; edge < count; edge += 1) {
      const from = allFrom[edge] as number;
      const at = next[from] as number;
      next[from] = at + 1;
      to[at] = allTo[edge] as number;
      kind[at] = allKind[edge] as number;
      about[at] = allAbout[edge] as number;
    }
    return { nodes, starts, to, kind, about };
  }

  #grow(): void {
    const capacity = this.#from.length * 2;
    const grown = (old: Int32Array): Int32Array => {
      const larger = int32Array(capacity);
      larger.set(old);
      return larger;
    };
    this.#from = grown(this.#from);
    this.#to = grown(this.#to);
    this.#about = grown(this.#about);
    const kinds = uint8Array(capacity);
    kinds.set(this.#kind);
    this.#kind = kinds;
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
