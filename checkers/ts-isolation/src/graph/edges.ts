import { int32Array, uint8Array } from '../values/typed-arrays.js';
import { accumulate } from './groups.js';

/** An edge is three numbers: from, to, and what explains it, with its kind in the last bits. */
const EDGE = 3;
const KIND_BITS = 4;
const KIND_MASK = (1 << KIND_BITS) - 1;
/** Edges are kept in pieces, so that nothing is copied where they become many. */
const FIRST_CHUNK = EDGE << 4;
const LARGEST_CHUNK = EDGE << 16;

/** Edges as they are found. Nodes are numbers; those of transactions come first. */
export class Edges {
  readonly #chunks: Int32Array[] = [];
  #last = int32Array(0);
  /** Where the next edge goes in the last chunk. */
  #at = 0;
  #nodes: number;

  /** @param transactions - how many nodes there are before any other is made. */
  constructor(transactions: number) {
    this.#nodes = transactions;
  }

  /** New nodes that stand for no transaction; the first of them. */
  makeNodes(count: number): number {
    const first = this.#nodes;
    this.#nodes += count;
    return first;
  }

  /**
   * Adds an edge, but none from a node to itself.
   * @param about - what explains it, below 2^27: a version, or a read.
   */
  add(from: number, to: number, kind: number, about: number): void {
    if (from === to) return;
    if (this.#at === this.#last.length) {
      const length = Math.min(LARGEST_CHUNK, Math.max(FIRST_CHUNK, 2 * this.#last.length));
      this.#last = int32Array(length);
      this.#chunks.push(this.#last);
      this.#at = 0;
    }
    const chunk = this.#last;
    const at = this.#at;
    chunk[at] = from;
    chunk[at + 1] = to;
    chunk[at + 2] = (about << KIND_BITS) | kind;
    this.#at = at + EDGE;
  }

  /** The edges of each node in one row, in the order in which they were added. */
  rows(): Rows {
    const nodes = this.#nodes;
    const places = int32Array(nodes + 2);
    for (const [chunk, end] of this.#filled()) {
      for (let at = 0; at < end; at += EDGE) {
        const after = (chunk[at] as number) + 2;
        places[after] = (places[after] as number) + 1;
      }
    }
    accumulate(places);
    const count = places[nodes + 1] as number;
    const [to, about, kind] = [int32Array(count), int32Array(count), uint8Array(count)];
    for (const [chunk, end] of this.#filled()) {
      for (let at = 0; at < end; at += EDGE) {
        const after = (chunk[at] as number) + 1;
        const place = places[after] as number;
        places[after] = place + 1;
        to[place] = chunk[at + 1] as number;
        const packed = chunk[at + 2] as number;
        about[place] = packed >> KIND_BITS;
        kind[place] = packed & KIND_MASK;
      }
    }
    return { nodes, starts: places.subarray(0, nodes + 1), to, kind, about };
  }

  /** The chunks, and how much of each holds edges. */
  #filled(): readonly (readonly [chunk: Int32Array, end: number])[] {
    return this.#chunks.map((chunk) => [chunk, chunk === this.#last ? this.#at : chunk.length]);
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
