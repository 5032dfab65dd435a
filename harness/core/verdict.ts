import type { JsonObject } from './json.js';
import type { LegalOrders } from './legal-orders.js';
import type { Figure, Prose, Section } from './section.js';

/** Three-valued truth: an anomaly was found, none exists in this history, or nobody knows. */
export type Outcome = 'valid' | 'invalid' | 'unknown';

/** One thing that should not have happened. */
export interface Anomaly {
  /** The field's term, lower case, joined by hyphens: `lost-write`, `nonlinearizable`. */
  readonly kind: string;
  /** Indices into the history of the ops that prove it. */
  readonly ops: readonly number[];
  /** The reason in words, for an engineer who has not seen the history. */
  readonly reason: string;
  /** What the ops did, in the order in which it is best read: a line each. */
  readonly story?: readonly string[];
  /** What it is about where that is not the whole history: a key, usually. */
  readonly key?: string;
  /** The ops that prove it by themselves, in words. */
  readonly witness?: readonly NamedOp[];
  /** Whether the others prove nothing without any one of these. */
  readonly minimal?: boolean;
  /** Failed ops: had they taken effect, there would be no anomaly. */
  readonly failed?: readonly NamedOp[];
  /** Of a cycle: why each op of the witness comes before the next, and the last before the first. */
  readonly dependencies?: readonly Dependency[];
  /** How far legal orders go, where the anomaly is that no order is legal. */
  readonly orders?: LegalOrders;
}

/** An op by the index of its invocation, and what it did: `read() -> 3`. */
export interface NamedOp {
  readonly op: number;
  readonly words: string;
}

/** Why one transaction comes before another. */
export interface Dependency {
  /** Positions in the witness, from 1. */
  readonly from: number;
  readonly to: number;
  /** The field's name of such an edge: `ww`, `wr`, `rw`, `process`, `realtime`. */
  readonly kind: string;
  readonly reason: string;
}

/** The longest legal order of ops that was found. */
export interface WholeOrder {
  /** What the ops are about; empty where that is the whole history. */
  readonly key: string;
  readonly order: readonly NamedOp[];
  /** What a second, simple program says of it; `null` where it had no time, or was not asked. */
  readonly validated: boolean | null;
}

/**
 * What a checker speaks of that does not speak of the store: `faults`, whether the run proves anything
 * at all; `performance`, how much there was of what. Never the headline where others decide.
 */
export type Subject = 'faults' | 'performance';

/** What one checker says of one history. */
export interface Verdict {
  readonly checker: string;
  readonly outcome: Outcome;
  /** One sentence. For `unknown`: what is missing, or which bound was passed. */
  readonly reason: string;
  readonly anomalies: readonly Anomaly[];
  /** The checker's own figures, for programs. */
  readonly details: JsonObject;
  /** Where whole orders were asked for. */
  readonly legalOrders?: readonly WholeOrder[];
  /** The checker's, where it has one: whoever runs the checker puts it here. */
  readonly about?: Subject;
  /** The counts that a reader asks for first. */
  readonly figures?: readonly Figure[];
  /** What to know before the anomalies are read: the last op that was still fine. */
  readonly lead?: Prose;
  /** What a report shows beside the anomalies. */
  readonly sections?: readonly Section[];
  /** Invocations of ops whose effect is gone, as far as they are worth a mark each. */
  readonly lost?: readonly number[];
}

const RANK: Readonly<Record<Outcome, number>> = { valid: 0, unknown: 1, invalid: 2 };

/** Invalid outranks unknown, which outranks valid: a found bug is never masked. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce<Outcome>((worst, one) => (RANK[one] > RANK[worst] ? one : worst), 'valid');
}
