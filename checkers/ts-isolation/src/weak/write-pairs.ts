import { componentsOf } from '../graph/components.js';
import { ANY_KIND, CO, PROCESS } from '../graph/edge-kind.js';
import { Edges } from '../graph/edges.js';
import type { ProcessOrder } from '../order/process-order.js';
import { IntList } from '../values/int-list.js';
import { PairTable } from '../values/pair-table.js';
import { int32Array } from '../values/typed-arrays.js';
import type { CertainOrder } from './certain-order.js';
import { beginsAfter, type Sessions } from './sessions.js';

/** Which transactions must come before which, for one session: pairs, each kept once, beside those that are certain. */
export class WritePairs {
  readonly #processOrder: ProcessOrder;
  readonly #sessions: Sessions;
  readonly #certain: CertainOrder;
  /** Two numbers for each. */
  readonly #pairs = new IntList();
  #known = new PairTable();
  /** Scratch: a number for each transaction that is in a pair, at its place among the members. */
  readonly #number: Int32Array;

  constructor(processOrder: ProcessOrder, sessions: Sessions, certain: CertainOrder) {
    this.#processOrder = processOrder;
    this.#sessions = sessions;
    this.#certain = certain;
    this.#number = int32Array(sessions.transactions);
  }

  clear(): void {
    this.#pairs.length = 0;
    this.#known = new PairTable();
  }

  add(first: number, second: number): void {
    if (this.#known.getOrSet(first, second, 0) !== -1) return;
    this.#pairs.push(first);
    this.#pairs.push(second);
  }

  /** Whether transactions must come before each other in a circle, by pairs and by sessions. */
  leadInCircle(): boolean {
    const { before: firsts, after: seconds } = this.#certain;
    for (let pair = 0; pair < firsts.length; pair += 1) {
      this.add(firsts[pair] as number, seconds[pair] as number);
    }
    const pairs = this.#pairs.items();
    if (pairs.length === 0) return false;
    const { of, members } = this.#sessions;
    const { before } = this.#processOrder;
    const ranks = new IntList(2 * pairs.length);
    for (const t of pairs) {
      ranks.push(this.#rank(t));
      if (this.#beginsAfter(t)) ranks.push(this.#rank(before[t] as number));
    }
    // Those of a session stand one after another, in its order.
    const sorted = ranks.items().sort();
    const distinct = sorted.filter((rank, at) => rank !== sorted[at - 1]);
    const edges = new Edges(distinct.length);
    for (let at = 0; at < distinct.length; at += 1) {
      const [last, rank] = [distinct[at - 1] ?? -1, distinct[at] as number];
      this.#number[rank] = at;
      const isNext = of[members[last] ?? -1] === of[members[rank] as number];
      if (isNext) edges.add(at - 1, at, PROCESS, -1);
    }
    for (let at = 0; at < pairs.length; at += 2) {
      this.#addEdge(edges, pairs[at] as number, pairs[at + 1] as number, CO);
    }
    for (const t of pairs) {
      if (this.#beginsAfter(t)) this.#addEdge(edges, before[t] as number, t, PROCESS);
    }
    return componentsOf(edges.rows(), ANY_KIND).count < distinct.length;
  }

  #beginsAfter(transaction: number): boolean {
    return beginsAfter(transaction, this.#sessions, this.#processOrder);
  }

  #addEdge(edges: Edges, from: number, to: number, kind: number): void {
    const [first, second] = [this.#number[this.#rank(from)], this.#number[this.#rank(to)]];
    edges.add(first as number, second as number, kind, -1);
  }

  /** Where a transaction stands among the members of all sessions. */
  #rank(transaction: number): number {
    const { of, place, starts } = this.#sessions;
    return (starts[of[transaction] as number] as number) + (place[transaction] as number) - 1;
  }
}
