import { writerOf, type Columns } from '../history/columns.js';
import type { ProcessOrder } from '../order/process-order.js';
import { PairTable } from '../values/pair-table.js';
import type { Reads } from '../versions/reads.js';
import type { HappensBefore } from './happens-before.js';
import { lastUpTo, type LastWrites } from './last-writes.js';
import type { Sessions } from './sessions.js';

/** Transactions with more micro-ops are looked up in a table. */
const SCANNED_OPS = 16;

/**
 * A level asks that one transaction commits before another, as they wrote one key, and a third read
 * what the second wrote although it knew of the first (Biswas and Enea 2019).
 * @param read - the read of the third.
 * @param second - -1 where it read the state before all writes: then there is no such order.
 * @param bySession - whether the third knew of the first by the order of its session.
 */
export type AddOrder = (first: number, second: number, read: number, bySession: boolean) => void;

/** What the levels look at. */
export interface CommitContext {
  readonly columns: Columns;
  readonly reads: Reads;
  readonly processOrder: ProcessOrder;
  readonly include: (transaction: number) => boolean;
}

/** Tells which version a transaction left of a key. */
export class FinalWrites {
  readonly #columns: Columns;
  #large: PairTable | undefined;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  /** The version, or -1. */
  of(transaction: number, key: number): number {
    const { firstOp } = this.#columns;
    const [first, end] = [firstOp[transaction] as number, firstOp[transaction + 1] as number];
    if (end - first > SCANNED_OPS) {
      this.#large ??= this.#table();
      return this.#large.get(transaction, key);
    }
    let last = -1;
    for (let op = first; op < end; op += 1) {
      if (this.#columns.key[op] === key && this.#columns.written[op] !== -1) {
        last = this.#columns.written[op] as number;
      }
    }
    return last;
  }

  #table(): PairTable {
    const columns = this.#columns;
    const table = new PairTable();
    for (let version = 0; version < columns.versions; version += 1) {
      const t = columns.versionTransaction[version] as number;
      const ops = (columns.firstOp[t + 1] as number) - (columns.firstOp[t] as number);
      // Those of the others are looked for among their few operations.
      if (ops <= SCANNED_OPS) continue;
      table.set(t, columns.key[columns.versionOp[version] as number] as number, version);
    }
    return table;
  }
}

/**
 * Monotonic atomic view: what was read from a transaction before tells that all of its writes are
 * there. Read atomic: so does what is read from it later, and what the session did before.
 */
export function orderByReads(
  { columns, reads, include }: CommitContext,
  isMonotonic: boolean,
  add: AddOrder,
): void {
  const writes = new FinalWrites(columns);
  const [reader, seen, op] = [reads.transaction, reads.version, reads.op].map((list) =>
    list.items(),
  ) as [Int32Array, Int32Array, Int32Array];
  for (let start = 0, end = 0; start < reader.length; start = end) {
    const t = reader[start] as number;
    end = start + 1;
    while (end < reader.length && reader[end] === t) end += 1;
    if (!include(t) || end - start < 2) continue;
    /** Transactions that were read from, in the order of the reads. */
    const sources = new Map<number, number>();
    for (let read = start; read < end; read += 1) {
      const writer = writerOf(columns, seen[read] as number);
      if (writer !== -1 && !sources.has(writer)) sources.set(writer, read);
    }
    for (const [source, since] of sources) {
      for (let read = start; read < end; read += 1) {
        // What was read before may have been read once more since.
        if (isMonotonic && reads.lastOf(op[read] as number) < (op[since] as number)) continue;
        const key = columns.key[op[read] as number] as number;
        const version = writes.of(source, key);
        const other = writerOf(columns, seen[read] as number);
        if (version === -1 || version === seen[read] || other === source) continue;
        add(source, other, read, false);
      }
    }
  }
}

/** Read atomic: what its session wrote last to a key a transaction sees, or what came after it. */
export function orderBySessions(
  { columns, reads, processOrder }: CommitContext,
  { members }: Sessions,
  add: AddOrder,
): void {
  const firstRead = reads.firstOf(columns.transactions);
  const latest = new PairTable();
  for (let at = 0; at < members.length; at += 1) {
    const t = members[at] as number;
    const session = processOrder.process[t] as number;
    let read = firstRead[t] as number;
    for (let op = columns.firstOp[t] as number; op < (columns.firstOp[t + 1] as number); op += 1) {
      const key = columns.key[op] as number;
      const isRead = read < (firstRead[t + 1] as number) && reads.op.at(read) === op;
      if (isRead) {
        const last = latest.get(session, key);
        const first = last === -1 ? -1 : writerOf(columns, last);
        const second = writerOf(columns, reads.version.at(read));
        if (first !== -1 && first !== t && first !== second) add(first, second, read, true);
        read += 1;
      } else if (columns.written[op] !== -1 && columns.nextWrite[op] === -1) {
        latest.set(session, key, columns.written[op] as number);
      }
    }
  }
}

/**
 * Causal consistency: of each session, the last write to a key that happened before a read of it comes
 * before what was read (AWDIT 2025). Left out is what is known already.
 * @param order - the transactions, each after those that happened before it.
 * @param suspect - is given a transaction of each session that may have known of what was read before it knew of a
 *   write that comes before that. Every other session sees what it read if transactions are in the order in which it
 *   came to know of them, and those of which it came to know at once in the order of commits, if there is one.
 */
export function orderByCauses(
  { columns, reads, processOrder }: CommitContext,
  writes: LastWrites,
  causes: HappensBefore,
  order: Int32Array,
  add: AddOrder,
  suspect: (reader: number) => void,
): void {
  const { runsOf, session, transaction, place } = writes;
  const firstRead = reads.firstOf(columns.transactions);
  const [seen, op] = [reads.version.items(), reads.op.items()];
  causes.each(order, (t) => {
    const { clocks } = causes;
    const mine = causes.clock(t);
    for (let read = firstRead[t] as number; read < (firstRead[t + 1] as number); read += 1) {
      const second = writerOf(columns, seen[read] as number);
      const key = columns.key[op[read] as number] as number;
      const others = second === -1 ? -1 : causes.clock(second);
      const end = runsOf[key + 1] as number;
      for (let run = runsOf[key] as number; run < end; run += 1) {
        const s = session[run] as number;
        const bound = clocks[mine + s] as number;
        // What had happened before the write that was read is known to come before it.
        const known = others === -1 ? 0 : (clocks[others + s] as number);
        if (bound <= known) continue;
        // The last of the session that happened before the read.
        const last = lastUpTo(writes, run, bound);
        if (last === -1 || transaction[last] === second || (place[last] as number) <= known)
          continue;
        add(transaction[last] as number, second, read, true);
        if (second !== -1 && causes.knew(processOrder.before[t] as number, t, second)) suspect(t);
      }
    }
  });
}
