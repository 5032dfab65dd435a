import type { JsonObject } from './json.js';
import type { LegalOrders } from './legal-orders.js';

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
  /** How far legal orders go, where the anomaly is that no order is legal. */
  readonly orders?: LegalOrders;
}

/** What one checker says of one history. */
export interface Verdict {
  readonly checker: string;
  readonly outcome: Outcome;
  /** One sentence. For `unknown`: what is missing, or which bound was passed. */
  readonly reason: string;
  readonly anomalies: readonly Anomaly[];
  /** The checker's own figures, for reports and programs. */
  readonly details: JsonObject;
}

const RANK: Readonly<Record<Outcome, number>> = { valid: 0, unknown: 1, invalid: 2 };

/** Invalid outranks unknown, which outranks valid: a found bug is never masked. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce<Outcome>((worst, one) => (RANK[one] > RANK[worst] ? one : worst), 'valid');
}
