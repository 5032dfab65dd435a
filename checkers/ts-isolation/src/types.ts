/** A key, or an element of a list. Values of unlike types differ: 1 is not "1". */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Value[]
  | { readonly [field: string]: Value };

/** Appends a value to the list of a key. */
export type Append = readonly [f: 'append', key: Value, value: Value];

/**
 * Reads the list of a key. `null` is the empty list, as stores answer for a key that was never
 * written; `undefined` is a list that is not known.
 */
export type Read = readonly [f: 'r', key: Value, list: readonly Value[] | null | undefined];

export type MicroOp = Append | Read;

/** A transaction on lists, as the client saw it. */
export interface Transaction {
  readonly process: number | string;
  /** When it was invoked, in any unit. */
  readonly call: number;
  /** When it ended, by the same clock; `Infinity` where that is not known. */
  readonly return: number;
  /** `fail`: it did not commit. `info`: it may have committed, and what it read is not known. */
  readonly outcome: 'ok' | 'fail' | 'info';
  readonly ops: readonly MicroOp[];
}

/** What a history is judged against. */
export type ConsistencyModel = 'serializable' | 'strict-serializable';

export const CONSISTENCY_MODELS: readonly ConsistencyModel[] = [
  'serializable',
  'strict-serializable',
];

/** Names of cycles after Adya (1999) and Elle, without the suffix that names the order they need. */
export type CycleName = 'G0' | 'G1c' | 'G-single' | 'G-nonadjacent' | 'G2-item';

export type AnomalyType =
  | 'internal'
  | 'garbage-read'
  | 'duplicate-elements'
  | 'incompatible-order'
  | 'future-read'
  | 'G1a'
  | 'G1b'
  | 'dirty-update'
  | CycleName
  | `${CycleName}-process`
  | `${CycleName}-realtime`;

/** Why one transaction must come before another. */
export interface Dependency {
  /** Labels: 1 is the first of the anomaly's transactions, which the words call T1. */
  readonly from: number;
  readonly to: number;
  /**
   * `ww`: both appended to one list, in this order. `wr`: the second read what the first appended.
   * `rw`: the first did not see what the second appended. `process`: one process did both.
   * `realtime`: the first had ended when the second began.
   */
  readonly kind: 'ww' | 'wr' | 'rw' | 'process' | 'realtime';
  readonly reason: string;
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
}

/** A key about which nothing could be inferred. */
export interface NotJudged {
  readonly key: Value;
  readonly reason: string;
}

export interface IsolationResult {
  /** `unknown`: no anomaly was found, but some keys could not be judged. */
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  readonly consistencyModel: ConsistencyModel;
  /** How many transactions are known to have committed. */
  readonly committed: number;
  /** Examples: a few of each type; of cycles, a short one of each type. */
  readonly anomalies: readonly Anomaly[];
  /** How many of each type were found. Of cycles only one of each type is looked for. */
  readonly counts: Readonly<Partial<Record<AnomalyType, number>>>;
  readonly notJudged: readonly NotJudged[];
  /** Of a valid history: positions of the committed transactions in an order that is legal. */
  readonly order: Int32Array | null;
}
