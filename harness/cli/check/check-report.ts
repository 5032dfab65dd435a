import type { Dependency } from 'ts-isolation';

import type { Outcome } from '../../core/verdict.js';

/** Where an event stands: its position in the history from 0, and its line from 1. */
export interface EventPlace {
  readonly index: number;
  readonly line: number;
}

/** One operation for people and programs. */
export interface CheckedOp {
  /** What it did: `read() -> 3`. */
  readonly operation: string;
  readonly process: number | string;
  readonly invocation: EventPlace;
  /** `null` when nothing is known of its end. */
  readonly completion: EventPlace | null;
}

/** Why a history is not linearizable. */
export interface Counterexample {
  /** The key or group of keys that it is about; empty where there is one object. */
  readonly key: string;
  readonly reason: string;
  /** Operations that have no legal order by themselves. */
  readonly witness: readonly CheckedOp[];
  /** Failed ops that would have to have taken effect for those to have a legal order. */
  readonly failed?: readonly CheckedOp[];
  /** True if without any one of them there is a legal order. */
  readonly minimal: boolean;
  /** How many operations of that key there are, and how many the longest legal order places. */
  readonly operations: number;
  readonly longestPrefix: number;
  /** The first operation, by its completion, that no legal order can hold. */
  readonly firstUnplaceable: CheckedOp | null;
  /** With `explain`: the longest legal order found. */
  readonly prefix?: readonly CheckedOp[];
}

/** A legal order of the operations of one key. */
export interface LegalOrder {
  readonly key: string;
  readonly order: readonly CheckedOp[];
  /** What a second, simple program says of it; `null` when it ran out of time. */
  readonly validated: boolean | null;
}

/** What no history of transactions of a level can hold. */
export interface IsolationAnomaly {
  /** Its name in the field: `G-single`, `internal`, … */
  readonly type: string;
  /** In words, which call the first of its transactions T1, the next T2, … */
  readonly reason: string;
  readonly transactions: readonly CheckedOp[];
  /** Of a cycle: why each transaction comes before the next, and the last before the first. */
  readonly dependencies: readonly Dependency[];
}

/** What came of checking a file. */
export interface CheckReport {
  readonly file: string;
  readonly format: string;
  readonly model: string;
  readonly independent: boolean;
  readonly outcome: Outcome;
  /** The verdict in one sentence. */
  readonly sentence: string;
  readonly events: number;
  /** Those that were judged. */
  readonly operations: number;
  /** Ops that failed and say nothing. */
  readonly leftOut: number;
  /** Parts that were judged by themselves: keys, usually. */
  readonly partitions: number;
  /** How many partitions each method judged. */
  readonly methods: Readonly<Record<string, number>>;
  readonly read_ms: number;
  readonly check_ms: number;
  /** What was passed over in the file. */
  readonly notes: readonly string[];
  readonly counterexample?: Counterexample;
  /** Of transactions: the level that was asked for, examples of what contradicts it, and how many. */
  readonly consistencyModel?: string;
  readonly anomalies?: readonly IsolationAnomaly[];
  readonly anomalyCounts?: Readonly<Record<string, number>>;
  readonly legalOrders?: readonly LegalOrder[];
}

/** What a report says of the verdict, beside what it says of the file. */
export type Judged = Pick<
  CheckReport,
  | 'outcome'
  | 'sentence'
  | 'partitions'
  | 'methods'
  | 'counterexample'
  | 'consistencyModel'
  | 'anomalies'
  | 'anomalyCounts'
  | 'legalOrders'
>;
