import type { AnomalyType } from './models/anomalies.js';
import type { Anomaly } from './types.js';

/** So many examples of each type are kept. */
const EXAMPLES = 4;

/** The anomalies of a history: all are counted, and the first of each type are kept. */
export class Found {
  readonly examples: Anomaly[] = [];
  readonly counts: Partial<Record<AnomalyType, number>> = {};

  /** Whether examples of a type are kept no more. */
  isFull(type: AnomalyType): boolean {
    return (this.counts[type] ?? 0) >= EXAMPLES;
  }

  /**
   * @param transactions - positions; one that stands there twice counts once.
   * @param reason - called for the examples only.
   */
  add(type: AnomalyType, transactions: readonly number[], reason: () => string): void {
    this.addExample(type, () => ({
      type,
      reason: reason(),
      transactions: [...new Set(transactions)],
      dependencies: [],
    }));
  }

  /** @param example - called only where examples of the type are still kept. */
  addExample(type: AnomalyType, example: () => Anomaly): void {
    const count = (this.counts[type] ?? 0) + 1;
    this.counts[type] = count;
    if (count <= EXAMPLES) this.examples.push(example());
  }
}
