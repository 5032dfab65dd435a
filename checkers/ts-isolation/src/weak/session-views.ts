import { writerOf } from '../history/columns.js';
import { int32Array, uint8Array } from '../values/typed-arrays.js';
import type { Pairs } from './certain-order.js';
import type { AddOrder, CommitContext } from './commit-order.js';
import { lastUpTo, type LastWrites } from './last-writes.js';
import { sessionClosureOf } from './session-closure.js';
import { beginsAfter, memberOf, type Sessions } from './sessions.js';
import { WritePairs } from './write-pairs.js';

/**
 * What each session must have seen, and in which order, for pipelined RAM (Lipton and Sandberg 1988): all
 * transactions one after another, in an order that keeps to that of every session, so that the reads of
 * this session see what was written last. Where values are unique, a read tells that other writes of its key
 * that must come before it come before the one that it saw (Wei and others 2016). What is certain of the order of the
 * writes of a key, all sessions keep to.
 */
export class SessionViews {
  readonly #commit: CommitContext;
  readonly #sessions: Sessions;
  readonly #writes: LastWrites;
  readonly #firstRead: Int32Array;
  /** The version of each read. */
  readonly #seen: Int32Array;
  /**
   * How many of each session come before each transaction of the session that is looked at: a row for each, below one
   * of zeros.
   */
  readonly #past: Int32Array;
  /** 1 for each row before which more has come to be since its reads were settled. */
  readonly #hasGrown: Uint8Array;
  /** Of each read: the row that came first after what it saw, when it was settled; at first its own. */
  readonly #settledAt: Int32Array;
  /** Which write comes before which, of those that are first seen by one row. */
  readonly #pairs: WritePairs;
  /** What comes before each member of a session by what is certain of the order of writes; null without that. */
  readonly #closure: Int32Array | null;
  #session = 0;
  #rows = 0;
  #isBroken = false;
  #hasChanged = false;

  constructor(commit: CommitContext, sessions: Sessions, writes: LastWrites, certain: Pairs) {
    this.#commit = commit;
    this.#sessions = sessions;
    this.#writes = writes;
    this.#closure = certain.before.length > 0 ? sessionClosureOf(commit, sessions, certain) : null;
    const { count, starts, of } = sessions;
    let longest = 0;
    for (let s = 0; s < count; s += 1) {
      longest = Math.max(longest, (starts[s + 1] as number) - (starts[s] as number));
    }
    this.#pairs = new WritePairs(commit.processOrder, certain);
    this.#firstRead = commit.reads.firstOf(of.length);
    this.#seen = commit.reads.version.items();
    this.#past = int32Array((longest + 1) * count);
    this.#hasGrown = uint8Array(longest);
    this.#settledAt = int32Array(commit.reads.length);
  }

  /**
   * Whether no order of the transactions is what a session can have seen.
   * @param commits - the place of each transaction in an order that is causally consistent, where nothing is
   *   certain of that of writes; null where there is none.
   */
  isBroken(session: number, commits: Int32Array | null): boolean {
    this.#session = session;
    const { starts } = this.#sessions;
    this.#rows = (starts[session + 1] as number) - (starts[session] as number);
    // What reads tell of what happened before them, the order of commits keeps to. Nothing else follows from a read
    // before which no more has come to be, unless an earlier row knew what it saw: so only the others are settled.
    if (commits !== null && this.#settleAll(0) && this.#pairs.keepTo(commits)) return false;
    return !this.#settleAll(1) || this.#pairs.leadInCircle();
  }

  /**
   * Settles reads until nothing more follows.
   * @param hasGrown - whether at first all of them are to be settled.
   * @returns false where a transaction must come before itself, or a write before the state before all writes.
   */
  #settleAll(hasGrown: 0 | 1): boolean {
    this.#isBroken = false;
    this.#pairs.clear();
    this.#begin();
    this.#hasGrown.fill(hasGrown, 0, this.#rows);
    do {
      this.#hasChanged = false;
      for (let row = this.#rows - 1; row >= 0; row -= 1) this.#settle(row);
    } while (this.#hasChanged && !this.#isBroken);
    return !this.#isBroken;
  }

  /** Who must come before whom, for the session that was looked at last, each after those from which it follows. */
  orders(add: AddOrder): void {
    this.#pairs.each((first, second, read) => add(first, second, read, true));
  }

  #transaction(row: number): number {
    const { members, starts } = this.#sessions;
    return members[(starts[this.#session] as number) + row] as number;
  }

  /** What reads, the order of sessions, and what is certain of that of writes tell. */
  #begin(): void {
    const { count } = this.#sessions;
    for (let row = 0; row < this.#rows; row += 1) {
      const start = (row + 1) * count;
      this.#past.copyWithin(start, row * count, start);
      this.#past[start + this.#session] = row;
      const t = this.#transaction(row);
      const end = this.#firstRead[t + 1] as number;
      for (let read = this.#firstRead[t] as number; read < end; read += 1) {
        this.#settledAt[read] = row;
        const writer = writerOf(this.#commit.columns, this.#seen[read] as number);
        if (writer !== -1) this.#raise(row, row + 1, writer);
      }
      if (this.#closure !== null) this.#raiseClosure(row, row + 1, t, this.#closure);
    }
  }

  /** A transaction comes before those of some rows, and so does all that must come before it. */
  #raise(from: number, end: number, transaction: number): void {
    const { of, place } = this.#sessions;
    this.#raiseSession(from, end, of[transaction] as number, place[transaction] as number);
    if (this.#closure !== null) {
      this.#raiseClosure(from, end, transaction, this.#closure);
    } else if (beginsAfter(transaction, this.#sessions, this.#commit.processOrder)) {
      // What nobody knows the end of is a session of its own.
      this.#raise(from, end, this.#commit.processOrder.before[transaction] as number);
    }
  }

  /** All that must come before a transaction comes before those of some rows. */
  #raiseClosure(from: number, end: number, transaction: number, closure: Int32Array): void {
    const { count } = this.#sessions;
    const known = count * memberOf(this.#sessions, transaction);
    for (let s = 0; s < count; s += 1) {
      this.#raiseSession(from, end, s, closure[known + s] as number);
    }
  }

  /** So many of a session come before those of some rows. */
  #raiseSession(from: number, end: number, session: number, at: number): void {
    if (session === this.#session) {
      if (at > from) this.#isBroken = true;
      return;
    }
    const { count } = this.#sessions;
    for (let row = from; row < end && this.#before(row, session) < at; row += 1) {
      this.#past[(row + 1) * count + session] = at;
      this.#hasGrown[row] = 1;
      this.#hasChanged = true;
    }
  }

  #before(row: number, session: number): number {
    return this.#past[(row + 1) * this.#sessions.count + session] as number;
  }

  /**
   * The first row that comes after a transaction, or the row that is this transaction.
   * @param upTo - a row that comes after it.
   */
  #rowOf(transaction: number, upTo: number): number {
    const { of, place } = this.#sessions;
    const [session, at] = [of[transaction] as number, place[transaction] as number];
    if (session === this.#session) return at - 1;
    // Most were seen first a few rows before.
    let [low, high] = [upTo - 1, upTo];
    for (let step = 1; low >= 0 && this.#before(low, session) >= at; step *= 2) {
      high = low;
      low -= step;
    }
    low = Math.max(0, low + 1);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#before(middle, session) >= at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /**
   * Puts what comes before the reads of a row before what they saw. Nothing is new for a read if no more comes before
   * its row, and what it saw is seen first where it was.
   */
  #settle(row: number): void {
    const hasGrown = this.#hasGrown[row] === 1;
    this.#hasGrown[row] = 0;
    const t = this.#transaction(row);
    const end = this.#firstRead[t + 1] as number;
    for (let read = this.#firstRead[t] as number; read < end; read += 1) {
      const second = writerOf(this.#commit.columns, this.#seen[read] as number);
      if (second === -1) {
        if (hasGrown) this.#settleInitial(row, read);
        continue;
      }
      const first = this.#rowOf(second, row);
      if (!hasGrown && first === this.#settledAt[read]) continue;
      this.#settledAt[read] = first;
      this.#settleRead(row, read, second, first);
    }
  }

  /** A read of the state before all writes: no write may come before it. */
  #settleInitial(row: number, read: number): void {
    const { runsOf, session, transaction } = this.#writes;
    const key = this.#keyOf(read);
    const end = runsOf[key + 1] as number;
    for (let run = runsOf[key] as number; run < end; run += 1) {
      const write = lastUpTo(this.#writes, run, this.#before(row, session[run] as number));
      if (write === -1) continue;
      this.#isBroken = true;
      this.#pairs.add(transaction[write] as number, -1, read);
    }
  }

  /** @param first - the first row that comes after what was seen, or is that. */
  #settleRead(row: number, read: number, second: number, first: number): void {
    const { runsOf, session, transaction, place } = this.#writes;
    const [past, count] = [this.#past, this.#sessions.count];
    const [own, ahead] = [(row + 1) * count, first * count];
    const key = this.#keyOf(read);
    const end = runsOf[key + 1] as number;
    for (let run = runsOf[key] as number; run < end; run += 1) {
      const s = session[run] as number;
      const bound = past[own + s] as number;
      // Of what came before the row ahead of the first, none comes after what was seen: so that is in order.
      const inOrder = past[ahead + s] as number;
      if (bound === inOrder) continue;
      const write = lastUpTo(this.#writes, run, bound);
      if (write === -1 || (place[write] as number) <= inOrder) continue;
      const other = transaction[write] as number;
      if (other === second) continue;
      this.#raise(first, this.#rows, other);
      this.#pairs.add(other, second, read);
    }
  }

  #keyOf(read: number): number {
    return this.#commit.columns.key[this.#commit.reads.op.at(read)] as number;
  }
}
