import type { Components } from '../graph/components.js';
import type { Rows } from '../graph/edges.js';
import { int32Array } from '../values/typed-arrays.js';

/** Which edges a cycle may use: masks of kinds. */
export interface CycleShape {
  readonly first: number;
  /** Default: like the rest. */
  readonly second?: number;
  readonly rest: number;
}

/** A step of a cycle from one node to another: the edge that it begins with, and ends with. */
export interface CycleStep {
  readonly from: number;
  readonly to: number;
  /** The edges' places in the rows; the same where no node lies between. */
  readonly first: number;
  readonly last: number;
}

/** Looks for short cycles, by breadth-first search within components. */
export class CycleSearch {
  readonly rows: Rows;
  readonly #transactions: number;
  /** When each node was reached, and by which edge from where. */
  readonly #reached: Int32Array;
  readonly #edge: Int32Array;
  readonly #before: Int32Array;
  #run = 0;
  /** How many edges were looked at. */
  looked = 0;

  /** @param transactions - nodes from there on lie between transactions, and cost nothing. */
  constructor(rows: Rows, transactions: number) {
    this.rows = rows;
    this.#transactions = transactions;
    this.#reached = int32Array(rows.nodes);
    this.#edge = int32Array(rows.nodes);
    this.#before = int32Array(rows.nodes);
  }

  /** The shortest cycle through a node that has fewer steps than `below`. */
  from(
    start: number,
    shape: CycleShape,
    components: Components,
    below: number,
  ): readonly CycleStep[] | null {
    if (!this.#begins(start, shape.first)) return null;
    this.#run += 1;
    let now: number[] = [];
    let next: number[] = [];
    if (this.#look(start, shape.first, start, components, now, next)) return null;
    for (let length = 1; length < below; length += 1) {
      const mask = length === 2 ? (shape.second ?? shape.rest) : shape.rest;
      // A node between transactions is looked at in the round that reaches it.
      for (let at = 0; at < now.length; at += 1) {
        const node = now[at] as number;
        if (this.#look(node, mask, start, components, now, next)) return this.#stepsTo(start);
      }
      if (next.length === 0) return null;
      [now, next] = [next, []];
    }
    return null;
  }

  #begins(node: number, mask: number): boolean {
    const { starts, kind } = this.rows;
    for (let at = starts[node] as number; at < (starts[node + 1] as number); at += 1) {
      if (((mask >>> (kind[at] as number)) & 1) === 1) return true;
    }
    return false;
  }

  /** Takes the edges of a node; whether one closes the cycle. */
  #look(
    node: number,
    mask: number,
    start: number,
    { of }: Components,
    now: number[],
    next: number[],
  ): boolean {
    const { starts, to, kind } = this.rows;
    const component = of[start];
    const end = starts[node + 1] as number;
    this.looked += end - (starts[node] as number);
    for (let at = starts[node] as number; at < end; at += 1) {
      const target = to[at] as number;
      if (((mask >>> (kind[at] as number)) & 1) === 0) continue;
      if (of[target] !== component || this.#reached[target] === this.#run) continue;
      this.#reached[target] = this.#run;
      this.#edge[target] = at;
      this.#before[target] = node;
      if (target === start) return true;
      (target < this.#transactions ? next : now).push(target);
    }
    return false;
  }

  #stepsTo(start: number): readonly CycleStep[] {
    const steps: CycleStep[] = [];
    let to = start;
    do {
      const last = this.#edge[to] as number;
      let first = last;
      let from = this.#before[to] as number;
      while (from >= this.#transactions) {
        first = this.#edge[from] as number;
        from = this.#before[from] as number;
      }
      steps.push({ from, to, first, last });
      to = from;
    } while (to !== start);
    return steps.reverse();
  }
}
