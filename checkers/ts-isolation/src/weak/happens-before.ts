import { writerOf, type Columns } from '../history/columns.js';
import type { ProcessOrder } from '../order/process-order.js';
import { IntList } from '../values/int-list.js';
import { int32Array } from '../values/typed-arrays.js';
import type { Reads } from '../versions/reads.js';
import type { Sessions } from './sessions.js';

/** So many numbers each table of clocks holds at most: 1 GiB. There may be several such tables at once. */
export const MAX_CLOCKS = 2 ** 28;

const FIRST_ROWS = 1024;

/**
 * Vector clocks of transactions, one after another: which happened before each. A clock is kept until the last that
 * needs it was visited, so those that are kept are few where transactions read what is new.
 */
export class HappensBefore {
  /** How many transactions of session s happened before t: at `clock(t) + s`. */
  clocks: Int32Array;
  readonly #columns: Columns;
  readonly #sessions: Sessions;
  readonly #before: Int32Array;
  readonly #firstRead: Int32Array;
  readonly #seen: Int32Array;
  /** The row of each transaction's clock, and how many transactions will need it. */
  readonly #row: Int32Array;
  readonly #needs: Int32Array;
  readonly #free = new IntList();
  #rows = 0;

  constructor(columns: Columns, reads: Reads, { before }: ProcessOrder, sessions: Sessions) {
    const { of, count } = sessions;
    this.#columns = columns;
    this.#sessions = sessions;
    this.#before = before;
    this.#firstRead = reads.firstOf(of.length);
    this.#seen = reads.version.items();
    this.#row = int32Array(of.length);
    this.#needs = int32Array(of.length);
    this.clocks = int32Array(Math.min(FIRST_ROWS, sessions.transactions) * count);
    for (let t = 0; t < of.length; t += 1) this.#change(t, 1);
  }

  clock(transaction: number): number {
    return (this.#row[transaction] as number) * this.#sessions.count;
  }

  /** Whether a session knew of a transaction at the one before another of its own; both are needed now. */
  knew(previous: number, t: number, transaction: number): boolean {
    const { of, place } = this.#sessions;
    if (previous === -1 || of[previous] !== of[t]) return false;
    const session = of[transaction] as number;
    const known = this.clocks[this.clock(previous) + session] as number;
    return session === of[t] || known >= (place[transaction] as number);
  }

  /**
   * @param order - the transactions that matter, each after those that happened before it.
   * @param visit - is given each transaction that matters; its clock is there, and those of whom it read.
   */
  each(order: Int32Array, visit: (transaction: number) => void): void {
    for (let at = 0; at < order.length; at += 1) {
      const t = order[at] as number;
      this.#row[t] = this.#take();
      this.#know(t);
      visit(t);
      this.#change(t, -1);
      if (this.#needs[t] === 0) this.#free.push(this.#row[t]);
    }
  }

  /** Counts whose clocks a transaction needs, or gives those back that no other needs. */
  #change(t: number, by: 1 | -1): void {
    const { of } = this.#sessions;
    if (of[t] === -1) return;
    this.#changeOf(this.#before[t] as number, by);
    for (
      let read = this.#firstRead[t] as number;
      read < (this.#firstRead[t + 1] as number);
      read += 1
    ) {
      const writer = writerOf(this.#columns, this.#seen[read] as number);
      if (writer !== t) this.#changeOf(writer, by);
    }
  }

  #changeOf(transaction: number, by: 1 | -1): void {
    if (transaction === -1 || this.#sessions.of[transaction] === -1) return;
    const needs = (this.#needs[transaction] as number) + by;
    this.#needs[transaction] = needs;
    if (needs === 0) this.#free.push(this.#row[transaction] as number);
  }

  /** A row that is free. */
  #take(): number {
    const { count, transactions } = this.#sessions;
    if (this.#free.length > 0) {
      this.#free.length -= 1;
      return this.#free.at(this.#free.length);
    }
    if (this.#rows * count === this.clocks.length) {
      const larger = int32Array(Math.min(2 * this.clocks.length, transactions * count));
      larger.set(this.clocks);
      this.clocks = larger;
    }
    this.#rows += 1;
    return this.#rows - 1;
  }

  /** Who read from a transaction, and who follows it in its session, knows of it and of all that happened before it. */
  #know(t: number): void {
    const { of, place, count } = this.#sessions;
    const clocks = this.clocks;
    const own = this.clock(t);
    const previous = this.#before[t] as number;
    if (previous === -1 || of[previous] === -1) {
      clocks.fill(0, own, own + count);
    } else {
      const from = this.clock(previous);
      clocks.copyWithin(own, from, from + count);
      clocks[own + (of[previous] as number)] = place[previous] as number;
    }
    for (
      let read = this.#firstRead[t] as number;
      read < (this.#firstRead[t + 1] as number);
      read += 1
    ) {
      const writer = writerOf(this.#columns, this.#seen[read] as number);
      if (writer === -1 || of[writer] === -1 || writer === t) continue;
      const at = own + (of[writer] as number);
      if ((clocks[at] as number) >= (place[writer] as number)) continue;
      const other = this.clock(writer);
      for (let s = 0; s < count; s += 1) {
        const happened = clocks[other + s] as number;
        if (happened > (clocks[own + s] as number)) clocks[own + s] = happened;
      }
      clocks[at] = place[writer] as number;
    }
  }
}
