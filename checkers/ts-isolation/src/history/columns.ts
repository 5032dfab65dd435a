import { Codes } from '../values/codes.js';
import { PairTable } from '../values/pair-table.js';
import type { MicroOp, Transaction, Value } from '../types.js';
import { InvalidHistoryError } from './invalid-history.js';
import { float64Array, int32Array, uint8Array } from '../values/typed-arrays.js';

export const OK = 0;
export const INFO = 1;
export const FAIL = 2;

/**
 * A history in columns. Transactions, micro-ops, keys and versions are numbers from 0. A version is
 * what one micro-op wrote; the state of a key before all writes is a version, too: these come after
 * the others, in the order of the keys.
 */
export interface Columns {
  readonly history: readonly Transaction[];
  readonly transactions: number;
  readonly outcome: Uint8Array;
  /** When each began; `-Infinity` where that is not known. */
  readonly call: Float64Array;
  /** When each had surely taken effect; `Infinity` where that is not known. */
  readonly end: Float64Array;
  /** The process of each, as a number from 0. */
  readonly process: Int32Array;
  /** The micro-ops of transaction t are those from firstOp[t] up to firstOp[t + 1]. */
  readonly firstOp: Int32Array;
  /** The version that a micro-op wrote; -1 for a read. */
  readonly written: Int32Array;
  readonly key: Int32Array;
  /** Of registers, the code of the value that a micro-op read; -1 where that is not known, or where it wrote. */
  readonly answer: Int32Array;
  /** The micro-op on the same key before this one in its transaction, and after it; or -1. */
  readonly previous: Int32Array;
  readonly next: Int32Array;
  readonly keys: readonly Value[];
  /** How many versions were written: the first version that was not. */
  readonly versions: number;
  readonly versionOp: Int32Array;
  readonly versionTransaction: Int32Array;
  readonly codes: Codes;
  /** The version of a key that has a value, by the value's code: one that did not fail if any. */
  readonly versionOf: (key: number, code: number) => number;
  /** Keys to which transactions that did not fail wrote one value twice: the second version. */
  readonly repeated: ReadonlyMap<number, number>;
}

/** @throws InvalidHistoryError for what is no transaction. */
export function columnsOf(history: readonly Transaction[], write: 'append' | 'w'): Columns {
  const transactions = history.length;
  const firstOp = int32Array(transactions + 1);
  const outcome = uint8Array(transactions);
  const [call, end] = [float64Array(transactions), float64Array(transactions)];
  const process = int32Array(transactions);
  const processes = new Map<number | string, number>();
  for (let t = 0; t < transactions; t += 1) {
    const transaction = history[t] as Transaction;
    requireTransaction(transaction, t);
    outcome[t] = transaction.outcome === 'ok' ? OK : transaction.outcome === 'fail' ? FAIL : INFO;
    call[t] = transaction.call ?? Number.NEGATIVE_INFINITY;
    end[t] = outcome[t] === OK ? (transaction.return ?? Infinity) : Infinity;
    const number = processes.get(transaction.process) ?? processes.size;
    if (number === processes.size) processes.set(transaction.process, number);
    process[t] = number;
    firstOp[t + 1] = (firstOp[t] as number) + transaction.ops.length;
  }
  const ops = firstOp[transactions] as number;
  const [written, key] = [int32Array(ops), int32Array(ops)];
  const answer = int32Array(write === 'w' ? ops : 0).fill(-1);
  const [previous, next] = [int32Array(ops), int32Array(ops).fill(-1)];
  const [versionOp, versionTransaction] = [int32Array(ops), int32Array(ops)];
  const codes = new Codes();
  const table = new PairTable(ops >> 1);
  const repeated = new Map<number, number>();
  const keys: Value[] = [];
  const keyNumbers: number[] = [];
  const otherKeys = new Map<number, number>();
  const latest: number[] = [];
  let versions = 0;

  const keyOf = (name: Value): number => {
    const code = codes.of(name);
    // Small numbers are looked up in an array, which has no holes of any size to speak of.
    const direct = code < 2 * keys.length + 1024;
    const known = direct ? keyNumbers[code] : otherKeys.get(code);
    if (known !== undefined) return known;
    const other = direct ? otherKeys.get(code) : undefined;
    const number = other ?? keys.length;
    if (other === undefined) {
      keys.push(name);
      latest.push(-1);
    }
    if (direct) keyNumbers[code] = number;
    else otherKeys.set(code, number);
    return number;
  };

  for (let t = 0, op = 0; t < transactions; t += 1) {
    const first = op;
    const steps = (history[t] as Transaction).ops;
    for (let at = 0; at < steps.length; at += 1, op += 1) {
      const step = steps[at] as MicroOp;
      requireOp(step, write, t);
      const k = keyOf(step[1]);
      key[op] = k;
      const before = latest[k] as number;
      previous[op] = before >= first ? before : -1;
      if (before >= first) next[before] = op;
      latest[k] = op;
      if (step[0] === 'r') {
        written[op] = -1;
        if (write === 'w' && step[2] !== undefined) answer[op] = codes.of(step[2]);
        continue;
      }
      const version = versions;
      versions += 1;
      written[op] = version;
      versionOp[version] = op;
      versionTransaction[version] = t;
      const code = codes.of(step[2]);
      const other = table.getOrSet(k, code, version);
      if (other === -1 || outcome[t] === FAIL) continue;
      const otherFailed = outcome[versionTransaction[other] as number] === FAIL;
      if (otherFailed) table.set(k, code, version);
      else repeated.set(k, version);
    }
  }
  return {
    history,
    transactions,
    outcome,
    call,
    end,
    process,
    firstOp,
    written,
    key,
    answer,
    previous,
    next,
    keys,
    versions,
    versionOp: versionOp.subarray(0, versions),
    versionTransaction: versionTransaction.subarray(0, versions),
    codes,
    versionOf: (k, code) => table.get(k, code),
    repeated,
  };
}

const OUTCOMES = ['ok', 'fail', 'info'] as const;

function requireTransaction(transaction: Transaction | undefined, position: number): void {
  if (typeof transaction !== 'object' || transaction === null) {
    throw new InvalidHistoryError(position, 'a transaction', transaction);
  }
  const { call, return: end, outcome, ops } = transaction;
  if (!OUTCOMES.includes(outcome)) {
    throw new InvalidHistoryError(position, `an outcome (${OUTCOMES.join(', ')})`, outcome);
  }
  if (!Array.isArray(ops)) throw new InvalidHistoryError(position, 'a list of micro-ops', ops);
  if (call === undefined && end === undefined) return;
  if (typeof call !== 'number' || Number.isNaN(call)) {
    throw new InvalidHistoryError(position, 'a time at which it was called', call);
  }
  if (typeof end !== 'number' || !(end >= call)) {
    throw new InvalidHistoryError(position, `an end that is not before its call (${call})`, end);
  }
}

function requireOp(step: MicroOp | undefined, write: 'append' | 'w', position: number): void {
  const [f, key, value] = Array.isArray(step) ? (step as MicroOp) : [];
  if ((f !== 'r' && f !== write) || key === undefined || (f === write && value === undefined)) {
    const expected = `micro-ops [${write} key value] and [r key value]`;
    throw new InvalidHistoryError(position, expected, f === 'r' || f === write ? undefined : f);
  }
}

/** The transaction's next write to the key of a micro-op, after it; or -1. */
export function nextWrite({ next, written }: Columns, op: number): number {
  let at = next[op] as number;
  while (at !== -1 && written[at] === -1) at = next[at] as number;
  return at;
}

/** The version that the transaction of a micro-op leaves, after it, of its key; or -1. */
export function lastWrittenAfter(columns: Columns, op: number): number {
  let last = -1;
  for (let at = nextWrite(columns, op); at !== -1; at = nextWrite(columns, at)) {
    last = columns.written[at] as number;
  }
  return last;
}

/** Whether a version is the last that its transaction wrote to its key. */
export function isFinal(columns: Columns, version: number): boolean {
  return nextWrite(columns, columns.versionOp[version] as number) === -1;
}

/** What a version is: the value written, or `null` before all writes. */
export function valueOf(columns: Columns, version: number): Value {
  if (version >= columns.versions) return null;
  const t = columns.versionTransaction[version] as number;
  const at = (columns.versionOp[version] as number) - (columns.firstOp[t] as number);
  return (columns.history[t] as Transaction).ops[at]?.[2] as Value;
}

/** The key of a version, as a number. */
export function keyOfVersion(columns: Columns, version: number): number {
  return version < columns.versions
    ? (columns.key[columns.versionOp[version] as number] as number)
    : version - columns.versions;
}

/** Who wrote a version; -1 for the state before all writes. */
export function writerOf({ versions, versionTransaction }: Columns, version: number): number {
  return version < versions ? (versionTransaction[version] as number) : -1;
}
