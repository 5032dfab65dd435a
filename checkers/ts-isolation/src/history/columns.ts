import { Codes } from '../values/codes.js';
import type { MicroOp, Transaction, Value } from '../types.js';
import { InvalidHistoryError } from './invalid-history.js';
import { VersionTable } from './version-table.js';
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
  /** The micro-op on the same key before this one in its transaction, or -1. */
  readonly previous: Int32Array;
  /** The next micro-op of its transaction that writes its key, or -1. */
  readonly nextWrite: Int32Array;
  readonly keys: readonly Value[];
  /** How many versions were written: the first version that was not. */
  readonly versions: number;
  readonly versionOp: Int32Array;
  readonly versionTransaction: Int32Array;
  readonly codes: Codes;
  /** The version of a key that has a value: one that did not fail if any. */
  readonly byValue: VersionTable;
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
  const [previous, nextWrite] = [int32Array(ops), int32Array(ops).fill(-1)];
  const [versionOp, versionTransaction] = [int32Array(ops), int32Array(ops)];
  const versionCode = int32Array(ops);
  const codes = new Codes();
  const keys: Value[] = [];
  /** How often each key is written. */
  const writes: number[] = [];
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
      writes.push(0);
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
      const isRead = isReadOf(step, write, t);
      const k = keyOf(step[1]);
      key[op] = k;
      const before = latest[k] as number;
      previous[op] = before >= first ? before : -1;
      latest[k] = op;
      if (isRead) {
        written[op] = -1;
        if (write === 'w' && step[2] !== undefined) answer[op] = codes.of(step[2]);
        continue;
      }
      for (let other = before; other >= first && nextWrite[other] === -1;) {
        nextWrite[other] = op;
        other = previous[other] as number;
      }
      written[op] = versions;
      versionOp[versions] = op;
      versionTransaction[versions] = t;
      versionCode[versions] = codes.of(step[2] as Value);
      writes[k] = (writes[k] as number) + 1;
      versions += 1;
    }
  }
  const table = new VersionTable(writes, versionCode);
  const repeated = new Map<number, number>();
  for (let version = 0; version < versions; version += 1) {
    const k = key[versionOp[version] as number] as number;
    const other = table.add(k, version);
    if (other === -1 || outcome[versionTransaction[version] as number] === FAIL) continue;
    if (outcome[versionTransaction[other] as number] === FAIL) table.replace(k, version);
    else repeated.set(k, version);
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
    nextWrite,
    keys,
    versions,
    versionOp: versionOp.subarray(0, versions),
    versionTransaction: versionTransaction.subarray(0, versions),
    codes,
    byValue: table,
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

/** Whether a micro-op reads; otherwise it writes. */
function isReadOf(step: MicroOp | undefined, write: 'append' | 'w', position: number): boolean {
  const f = Array.isArray(step) ? (step as MicroOp)[0] : undefined;
  if (f === 'r' && step?.[1] !== undefined) return true;
  if (f === write && step?.[1] !== undefined && step[2] !== undefined) return false;
  const expected = `micro-ops [${write} key value] and [r key value]`;
  throw new InvalidHistoryError(position, expected, f === 'r' || f === write ? undefined : f);
}

/** The version that the transaction of a micro-op leaves, after it, of its key; or -1. */
export function lastWrittenAfter({ nextWrite, written }: Columns, op: number): number {
  let last = -1;
  for (let at = nextWrite[op] as number; at !== -1; at = nextWrite[at] as number) {
    last = written[at] as number;
  }
  return last;
}

/** Whether a version is the last that its transaction wrote to its key. */
export function isFinal({ nextWrite, versionOp }: Columns, version: number): boolean {
  return nextWrite[versionOp[version] as number] === -1;
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
