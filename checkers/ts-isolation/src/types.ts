import type { AnomalyType } from './models/anomalies.js';
import type { ConsistencyModel } from './models/models.js';

/** A key, or what is stored under it. Values of unlike types differ: 1 is not "1". */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Value[]
  | ReadonlySet<Value>
  | ReadonlyMap<Value, Value>
  | { readonly [field: string]: Value };

/** Appends a value to the list of a key. */
export type Append = readonly [f: 'append', key: Value, value: Value];

/** Writes a value to the register of a key. */
export type Write = readonly [f: 'w', key: Value, value: Value];

/**
 * Reads the list of a key. `null` is the empty list, as stores answer for a key that was never
 * written; `undefined` is a list that is not known.
 */
export type ListRead = readonly [f: 'r', key: Value, list: readonly Value[] | null | undefined];

/**
 * Reads the register of a key. `null` is the state before the first write; `undefined` is a value
 * that is not known.
 */
export type RegisterRead = readonly [f: 'r', key: Value, value: Value | undefined];

/** What a transaction on lists does, step by step. */
export type ListOp = Append | ListRead;

/** What a transaction on registers does, step by step. */
export type RegisterOp = Write | RegisterRead;

export type MicroOp = ListOp | RegisterOp;

/** A transaction, as the client saw it. */
export interface Transaction<Op extends MicroOp = MicroOp> {
  readonly process: number | string;
  /**
   * When it was invoked, in any unit. Where no times are known, `call` and `return` are left out:
   * then the transactions of a process follow each other in the order of the history, and nothing
   * is known of those of different processes.
   */
  readonly call?: number;
  /** When it ended, by the same clock; `Infinity` where that is not known. */
  readonly return?: number;
  /** `fail`: it did not commit. `info`: it may have committed, and what it read is not known. */
  readonly outcome: 'ok' | 'fail' | 'info';
  readonly ops: readonly Op[];
}

/** Why one transaction must come before another. */
export interface Dependency {
  /** Labels: 1 is the first of the anomaly's transactions, which the words call T1. */
  readonly from: number;
  readonly to: number;
  /**
   * `ww`: the second overwrote what the first wrote. `wr`: the second read what the first wrote.
   * `rw`: the second overwrote what the first read. `process`: one process did both. `realtime`:
   * the first had ended when the second began. `co`: the level that is judged asks for this order,
   * because of what a third transaction read.
   */
  readonly kind: 'ww' | 'wr' | 'rw' | 'process' | 'realtime' | 'co';
  readonly reason: string;
  /** The key of a `ww`, `wr`, `rw` or `co`. */
  readonly key?: Value;
  /** What the first wrote or read; `null` is the state before the first write. */
  readonly before?: Value;
  /** What the second wrote or read. */
  readonly after?: Value;
  /** Of `realtime` and `process`: when the first ended and when the second began. */
  readonly ended?: number;
  readonly began?: number;
  /** Of `co`: the label of the transaction that read. */
  readonly reader?: number;
}

/** What no history of the model can hold, and what proves it. */
export interface Anomaly {
  readonly type: AnomalyType;
  /** In words, which call the transactions T1, T2, … */
  readonly reason: string;
  /** Positions in the history. The first is T1 in the words. */
  readonly transactions: readonly number[];
  /** Of a cycle: each transaction before the next, and the last before the first. */
  readonly dependencies: readonly Dependency[];
  /**
   * Of a PRAM violation: orders of kind `co` that follow first, each after those on which it rests. Where one
   * transaction comes after another only because of such an order, that order is there, or in the cycle.
   */
  readonly grounds?: readonly Dependency[];
}

/** A key about which nothing could be inferred. */
export interface NotJudged {
  readonly key: Value;
  readonly reason: string;
}

export interface IsolationResult {
  /** `unknown`: nothing was found that the model forbids, but some keys could not be judged. */
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  /** What was asked for. */
  readonly consistencyModel: ConsistencyModel;
  /** How many transactions are known to have committed. */
  readonly committed: number;
  /** Examples of all that was found, whether or not the model forbids it: a few of each type. */
  readonly anomalies: readonly Anomaly[];
  /**
   * How many of each type were found. Cycles are counted by the components in which one was found.
   */
  readonly counts: Readonly<Partial<Record<AnomalyType, number>>>;
  /** The types among them that the model forbids. */
  readonly forbidden: readonly AnomalyType[];
  /** The weakest models that the history breaks. */
  readonly weakestExcluded: readonly ConsistencyModel[];
  /** The strongest models of which no violation was found. */
  readonly strongestNotExcluded: readonly ConsistencyModel[];
  /** Models for which the search was too large to tell whether the history breaks them. */
  readonly undecided: readonly ConsistencyModel[];
  readonly notJudged: readonly NotJudged[];
  /**
   * Of a valid history of lists, where the model asks for one order of all transactions: positions
   * of those that committed in an order that `validateOrder` accepts. Otherwise null.
   */
  readonly order: Int32Array | null;
}

export interface IsolationOptions {
  /** Default: strict-serializable. */
  readonly consistencyModel?: ConsistencyModel;
}
