import { componentsOf } from '../graph/components.js';
import { ANY_KIND, CO, PROCESS } from '../graph/edge-kind.js';
import { Edges } from '../graph/edges.js';
import { groupsOf, type Groups } from '../graph/groups.js';
import { writerOf } from '../history/columns.js';
import { int32Array } from '../values/typed-arrays.js';
import type { AddOrder, CommitContext } from './commit-order.js';
import { lastUpTo, type LastWrites } from './last-writes.js';
import type { Sessions } from './sessions.js';

/**
 * What each session must have seen, and in which order, for pipelined RAM (Lipton and Sandberg 1988): all
 * transactions one after another, in an order that keeps to that of every session, so that the reads of
 * this session see what was written last. Where values are unique, a read tells that other writes of its key
 * that must come before it come before the one that it saw (Wei and others 2016).
 */
export class SessionViews {
  readonly #commit: CommitContext;
  readonly #sessions: Sessions;
  readonly #writes: LastWrites;
  /** The transactions of each session. */
  readonly #members: Groups;
  readonly #firstRead: Int32Array;
  /** How many of each session come before each transaction of the session that is looked at: a row for each. */
  readonly #past: Int32Array;
  /** Others that come before what was read, and are seen no earlier than that. */
  #pairs: [other: number, second: number][] = [];
  #session = 0;
  #rows = 0;
  #isBroken = false;
  #hasChanged = false;

  constructor(commit: CommitContext, sessions: Sessions, writes: LastWrites) {
    this.#commit = commit;
    this.#sessions = sessions;
    this.#writes = writes;
    const { positions } = commit.processOrder;
    this.#members = groupsOf(
      positions.map((t) => sessions.of[t] as number),
      sessions.count,
    );
    this.#firstRead = commit.reads.firstOf(sessions.of.length);
    let longest = 0;
    for (let s = 0; s < sessions.count; s += 1) longest = Math.max(longest, this.#lengthOf(s));
    this.#past = int32Array(longest * sessions.count);
  }

  /** Whether no order of the transactions is what a session can have seen. */
  isBroken(session: number): boolean {
    this.#session = session;
    this.#rows = this.#lengthOf(session);
    this.#isBroken = false;
    this.#begin();
    do {
      this.#hasChanged = false;
      this.#pairs = [];
      for (let row = this.#rows - 1; row >= 0 && !this.#isBroken; row -= 1) this.#settle(row);
    } while (this.#hasChanged && !this.#isBroken);
    return this.#isBroken || this.#leadsInCircle();
  }

  /** Who must come before whom, for the session that was looked at last. */
  orders(add: AddOrder): void {
    for (let row = 0; row < this.#rows; row += 1) {
      this.#eachBefore(row, (other, second, _, read) => add(other, second, read, true));
    }
  }

  #lengthOf(session: number): number {
    const { starts } = this.#members;
    return (starts[session + 1] as number) - (starts[session] as number);
  }

  #transaction(row: number): number {
    const { starts, items } = this.#members;
    const item = items[(starts[this.#session] as number) + row] as number;
    return this.#commit.processOrder.positions[item] as number;
  }

  /** What reads and the order of sessions tell. */
  #begin(): void {
    const { count } = this.#sessions;
    this.#past.fill(0, 0, count);
    for (let row = 0; row < this.#rows; row += 1) {
      if (row > 0) this.#past.copyWithin(row * count, (row - 1) * count, row * count);
      this.#past[row * count + this.#session] = row;
      const t = this.#transaction(row);
      const { reads, columns } = this.#commit;
      for (
        let read = this.#firstRead[t] as number;
        read < (this.#firstRead[t + 1] as number);
        read += 1
      ) {
        const writer = writerOf(columns, reads.version.at(read));
        if (writer !== -1 && writer !== t) this.#raise(row, row + 1, writer);
      }
    }
  }

  /** A transaction comes before those of some rows, and so does all that its session did before it. */
  #raise(from: number, end: number, transaction: number): void {
    const { of, place, count } = this.#sessions;
    const session = of[transaction] as number;
    if (session === -1) return;
    const at = place[transaction] as number;
    if (session === this.#session) {
      if (at > from) this.#isBroken = true;
      return;
    }
    for (let row = from; row < end && this.#before(row, session) < at; row += 1) {
      this.#past[row * count + session] = at;
      this.#hasChanged = true;
    }
    // What nobody knows the end of is a session of its own, and yet comes after what its process did before.
    const previous = this.#commit.processOrder.before[transaction] as number;
    if (at === 1 && previous !== -1) this.#raise(from, end, previous);
  }

  #before(row: number, session: number): number {
    return this.#past[row * this.#sessions.count + session] as number;
  }

  /** The first row that comes after a transaction, or the row that is this transaction. */
  #rowOf(transaction: number, upTo: number): number {
    const { of, place } = this.#sessions;
    const [session, at] = [of[transaction] as number, place[transaction] as number];
    if (session === this.#session) return at - 1;
    let [low, high] = [0, upTo];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#before(middle, session) >= at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Puts what comes before the reads of a row before what they saw. */
  #settle(row: number): void {
    const { of, place } = this.#sessions;
    this.#eachBefore(row, (other, second, first) => {
      if (second === -1) {
        this.#isBroken = true;
      } else if (this.#before(first, of[other] as number) < (place[other] as number)) {
        this.#raise(first, this.#rows, other);
      } else if (of[other] === of[second] && (place[other] as number) > (place[second] as number)) {
        this.#isBroken = true;
      } else if (of[other] !== this.#session && of[second] !== this.#session) {
        const isEarlier =
          first > 0 && this.#before(first - 1, of[other] as number) >= (place[other] as number);
        if (!isEarlier) this.#pairs.push([other, second]);
      }
    });
  }

  /**
   * Visits of each session the last other write to a key that comes before a read of it.
   * @param visit - with what the read saw, and the first row that comes after that; -1 of the state before all writes.
   */
  #eachBefore(
    row: number,
    visit: (other: number, second: number, first: number, read: number) => void,
  ): void {
    const { columns, reads } = this.#commit;
    const { runsOf, session, transaction } = this.#writes;
    const t = this.#transaction(row);
    const past = row * this.#sessions.count;
    const end = this.#firstRead[t + 1] as number;
    for (let read = this.#firstRead[t] as number; read < end; read += 1) {
      const second = writerOf(columns, reads.version.at(read));
      const first = second === -1 ? -1 : this.#rowOf(second, row);
      const key = columns.key[reads.op.at(read)] as number;
      const last = runsOf[key + 1] as number;
      for (let run = runsOf[key] as number; run < last; run += 1) {
        const bound = this.#past[past + (session[run] as number)] as number;
        const write = lastUpTo(this.#writes, run, bound);
        if (write === -1 || transaction[write] === second) continue;
        visit(transaction[write] as number, second, first, read);
      }
    }
  }

  /** Whether transactions that come to be seen with one row must come before each other in a circle. */
  #leadsInCircle(): boolean {
    const { of, place } = this.#sessions;
    const pairs = this.#pairs;
    if (pairs.length === 0) return false;
    const { before } = this.#commit.processOrder;
    const known = new Set(pairs.flat());
    for (const t of known) if (place[t] === 1 && before[t] !== -1) known.add(before[t] as number);
    const members = [...known].sort(
      (a, b) =>
        (of[a] as number) - (of[b] as number) || (place[a] as number) - (place[b] as number),
    );
    const number = new Map(members.map((t, at) => [t, at]));
    const edges = new Edges(members.length);
    const add = (from: number, to: number, kind: number): void => {
      edges.add(number.get(from) as number, number.get(to) as number, kind, -1);
    };
    for (const [other, second] of pairs) add(other, second, CO);
    for (const [at, t] of members.entries()) {
      const previous = members[at - 1];
      if (previous !== undefined && of[previous] === of[t]) add(previous, t, PROCESS);
      else if (place[t] === 1 && before[t] !== -1) add(before[t] as number, t, PROCESS);
    }
    return componentsOf(edges.rows(), ANY_KIND).count < members.length;
  }
}
