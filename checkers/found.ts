import type { JsonObject } from '../harness/core/json.js';
import type { Anomaly, Verdict } from '../harness/core/verdict.js';

/** How many anomalies of each kind a verdict tells; it counts the others. */
const EXAMPLES_PER_KIND = 10;

/** Anomalies as they are found: examples of each kind, and how many there are. */
export class Found {
  readonly #anomalies: Anomaly[] = [];
  readonly #counts = new Map<string, number>();

  /** @param anomaly - made only where it is told. */
  add(kind: string, anomaly: () => Omit<Anomaly, 'kind'>): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count <= EXAMPLES_PER_KIND) this.#anomalies.push({ kind, ...anomaly() });
  }

  /** Invalid where anything was found, and valid with the given reason otherwise. */
  verdict(checker: string, valid: string, details: JsonObject): Verdict {
    const counts = Object.fromEntries(this.#counts);
    const kinds = [...this.#counts].map(([kind, count]) => `${kind} (${count})`);
    return {
      checker,
      outcome: kinds.length === 0 ? 'valid' : 'invalid',
      reason: kinds.length === 0 ? valid : `found: ${kinds.join(', ')}`,
      anomalies: this.#anomalies,
      details: { ...details, anomalies: counts },
    };
  }
}
