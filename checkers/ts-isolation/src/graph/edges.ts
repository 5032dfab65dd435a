const FIRST_CAPACITY = 1024;

/** Edges as they are found. Nodes are numbers; those of transactions come first. */
export class Edges {
  #from = new Int32Array(FIRST_CAPACITY);
  #to = new Int32Array(FIRST_CAPACITY);
  #kind = new Uint8Array(FIRST_CAPACITY);
  #about = new Int32Array(FIRST_CAPACITY);
  #count = 0;
  #nodes: number;

  /** @param transactions - how many nodes there are before any other is made. */
  constructor(transactions: number) {
    this.#nodes = transactions;
  }

  get count(): number {
    return this.#count;
  }

  get nodes(): number {
    return this.#nodes;
  }

  /** New nodes that stand for no transaction; the first of them. */
  makeNodes(count: number): number {
    const first = this.#nodes;
    this.#nodes += count;
    return first;
  }

  /**
   * Adds an edge, but none from a node to itself.
   * @param about - the append that explains it.
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

  /** The edges of each node in one row, in the order in which they were added. */
  rows(): Rows {
    const starts = new Int32Array(this.#nodes + 1);
    for (let edge = 0; edge < this.#count; edge += 1) {
      const row = (this.#from[edge] as number) + 1;
      starts[row] = (starts[row] as number) + 1;
    }
    for (let row = 0; row < this.#nodes; row += 1) {
      starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
    }
    const next = starts.slice();
    const to = new Int32Array(this.#count);
    const kind = new Uint8Array(this.#count);
    const about = new Int32Array(this.#count);
    for (let edge = 0; edge < this.#count; edge += 1) {
      const from = this.#from[edge] as number;
      const at = next[from] as number;
      next[from] = at + 1;
      to[at] = this.#to[edge] as number;
      kind[at] = this.#kind[edge] as number;
      about[at] = this.#about[edge] as number;
    }
    return { nodes: this.#nodes, starts, to, kind, about };
  }

  #grow(): void {
    const capacity = this.#from.length * 2;
    const grown = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const larger = new Int32Array(capacity);
      larger.set(old);
      return larger;
    };
    this.#from = grown(this.#from);
    this.#to = grown(this.#to);
    this.#about = grown(this.#about);
    const kinds = new Uint8Array(capacity);
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
