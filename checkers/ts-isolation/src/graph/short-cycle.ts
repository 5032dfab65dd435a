import type { Components } from './components.js';
import type { Rows } from './edges.js';

/** Which edges a cycle may use. */
export interface CycleKind {
  /** Its first edge is of one of these kinds. */
  readonly first: number;
  /** All others are. */
  readonly rest: number;
}

/** A step of a cycle from one transaction to another: the edge that it begins with, and ends with. */
export interface CycleStep {
  readonly from: number;
  readonly to: number;
  /** The edges' places in the rows; the same where no node lies between. */
  readonly first: number;
  readonly last: number;
}

export interface CycleSearch {
  readonly rows: Rows;
  /** Components over all edges that the cycle may use. */
  readonly components: Components;
  /** Nodes below are transactions. */
  readonly transactions: number;
  /** How many edges to look at; the search from the first node is never cut. */
  readonly edges: number;
}

/**
 * A short cycle, by breadth-first search from one transaction after another within its component:
 * the shortest of all where the bound on edges allows looking from each.
 */
export function shortCycle(search: CycleSearch, kind: CycleKind): readonly CycleStep[] | null {
  const { rows, components, transactions } = search;
  const walk = new Walk(search, kind);
  let best: readonly CycleStep[] | null = null;
  for (let node = 0; node < transactions; node += 1) {
    if ((components.sizes[components.of[node] as number] as number) < 2) continue;
    if (!beginsHere(rows, node, kind.first)) continue;
    if (walk.looked > search.edges && best !== null) break;
    const found = walk.from(node, best === null ? Number.POSITIVE_INFINITY : best.length);
    if (found !== null) best = found;
    if (best?.length === 2) break;
  }
  return best;
}

function beginsHere({ starts, kind }: Rows, node: number, mask: number): boolean {
  for (let at = starts[node] as number; at < (starts[node + 1] as number); at += 1) {
    if (((kind[at] as number) & mask) !== 0) return true;
  }
  return false;
}

class Walk {
  readonly #search: CycleSearch;
  readonly #kind: CycleKind;
  /** When each node was reached, and by which edge from where. */
  readonly #reached: Int32Array;
  readonly #edge: Int32Array;
  readonly #before: Int32Array;
  #run = 0;
  looked = 0;

  constructor(search: CycleSearch, kind: CycleKind) {
    this.#search = search;
    this.#kind = kind;
    this.#reached = new Int32Array(search.rows.nodes);
    this.#edge = new Int32Array(search.rows.nodes);
    this.#before = new Int32Array(search.rows.nodes);
  }

  /** The shortest cycle through a node that has fewer transactions than `below`. */
  from(start: number, below: number): readonly CycleStep[] | null {
    this.#run += 1;
    let now: number[] = [];
    let next: number[] = [];
    // A node between transactions costs nothing: it is looked at in the round that reaches it.
    if (this.#look(start, this.#kind.first, start, now, next)) return null;
    for (let length = 1; length < below; length += 1) {
      for (let at = 0; at < now.length; at += 1) {
        const node = now[at] as number;
        if (this.#look(node, this.#kind.rest, start, now, next)) return this.#stepsTo(start);
      }
      if (next.length === 0) return null;
      [now, next] = [next, []];
    }
    return null;
  }

  /** Takes the edges of a node; whether one closes the cycle. */
  #look(node: number, mask: number, start: number, now: number[], next: number[]): boolean {
    const { rows, components, transactions } = this.#search;
    const component = components.of[start];
    for (let at = rows.starts[node] as number; at < (rows.starts[node + 1] as number); at += 1) {
      this.looked += 1;
      const target = rows.to[at] as number;
      if (((rows.kind[at] as number) & mask) === 0) continue;
      if (components.of[target] !== component || this.#reached[target] === this.#run) continue;
      this.#reached[target] = this.#run;
      this.#edge[target] = at;
      this.#before[target] = node;
      if (target === start) return true;
      (target < transactions ? next : now).push(target);
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
      while (from >= this.#search.transactions) {
        first = this.#edge[from] as number;
        from = this.#before[from] as number;
      }
      steps.push({ from, to, first, last });
      to = from;
    } while (to !== start);
    return steps.reverse();
  }
}
