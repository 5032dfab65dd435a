import { componentsOf } from '../graph/components.js';
import { ANY_KIND, CO, PROCESS } from '../graph/edge-kind.js';
import { rowsOf, type Edges } from '../graph/edges.js';
import type { ProcessOrder } from '../order/process-order.js';
import { IntList } from '../values/int-list.js';
import { int32Array } from '../values/typed-arrays.js';
import type { Pairs } from './certain-order.js';

/** Transactions from one number up to another, with both. */
type Span = readonly [low: number, high: number];

/** Which transactions must come before which, for one session: pairs, beside those of sessions, and those that are certain. */
export class WritePairs {
  readonly #processOrder: ProcessOrder;
  readonly #certain: Pairs;
  readonly #firsts = new IntList();
  readonly #seconds = new IntList();
  /** Of each pair: the read that tells of it. */
  readonly #reads = new IntList();
  /** What lies between the two of a pair that is not in the order of the numbers, of those that each session keeps to. */
  readonly #spans: readonly Span[];
  /** Scratch: the nodes of transactions; -1 where one has none. */
  readonly #node: Int32Array;

  constructor(processOrder: ProcessOrder, certain: Pairs) {
    this.#processOrder = processOrder;
    this.#certain = certain;
    this.#node = int32Array(processOrder.before.length).fill(-1);
    const spans: Span[] = [];
    for (let t = 0; t < processOrder.before.length; t += 1) {
      const previous = processOrder.before[t] as number;
      if (previous > t) spans.push([t, previous]);
    }
    for (let pair = 0; pair < certain.before.length; pair += 1) {
      const before = certain.before[pair] as number;
      const after = certain.after[pair] as number;
      if (before > after) spans.push([after, before]);
    }
    this.#spans = spans;
  }

  clear(): void {
    for (const list of [this.#firsts, this.#seconds, this.#reads]) list.length = 0;
  }

  /** @param second - -1 where the read saw the state before all writes, so that nothing may be first. */
  add(first: number, second: number, read: number): void {
    this.#firsts.push(first);
    this.#seconds.push(second);
    this.#reads.push(read);
  }

  /** All pairs, in the order in which they were added. */
  each(visit: (first: number, second: number, read: number) => void): void {
    for (let pair = 0; pair < this.#reads.length; pair += 1) {
      visit(this.#firsts.at(pair), this.#seconds.at(pair), this.#reads.at(pair));
    }
  }

  /** @param places - the place of each transaction in an order of all. */
  keepTo(places: Int32Array): boolean {
    let isKept = true;
    this.each((first, second) => {
      isKept &&= (places[first] as number) < (places[second] as number);
    });
    return isKept;
  }

  /**
   * Whether transactions must come before each other in a circle. A circle comes down in the order of the numbers
   * wherever it goes up, so all of it lies within the spans of the pairs that come down; nothing else is looked at.
   */
  leadInCircle(): boolean {
    const spans = [...this.#spans];
    this.each((first, second) => {
      if (first > second) spans.push([second, first]);
    });
    const nodes = transactionsIn(spans);
    for (let node = 0; node < nodes.length; node += 1) this.#node[nodes[node] as number] = node;
    const rows = rowsOf(nodes.length, (edges) => this.#addEdges(nodes, edges));
    for (let node = 0; node < nodes.length; node += 1) this.#node[nodes[node] as number] = -1;
    return componentsOf(rows, ANY_KIND).count < nodes.length;
  }

  #addEdges(nodes: Int32Array, edges: Edges): void {
    const { starts, items } = this.#certain.byAfter;
    for (let node = 0; node < nodes.length; node += 1) {
      const t = nodes[node] as number;
      this.#addEdge(edges, this.#processOrder.before[t] as number, t, PROCESS);
      for (let at = starts[t] as number; at < (starts[t + 1] as number); at += 1) {
        this.#addEdge(edges, this.#certain.before[items[at] as number] as number, t, CO);
      }
    }
    this.each((first, second) => this.#addEdge(edges, first, second, CO));
  }

  #addEdge(edges: Edges, from: number, to: number, kind: number): void {
    const [first, second] = [this.#node[from] ?? -1, this.#node[to] ?? -1];
    if (first !== -1 && second !== -1) edges.add(first, second, kind, -1);
  }
}

/** All transactions that lie in spans, each once. */
function transactionsIn(spans: readonly Span[]): Int32Array {
  const transactions = new IntList();
  let next = 0;
  for (const [low, high] of spans.toSorted(([a], [b]) => a - b)) {
    for (let t = Math.max(low, next); t <= high; t += 1) transactions.push(t);
    next = Math.max(next, high + 1);
  }
  return transactions.items();
}
