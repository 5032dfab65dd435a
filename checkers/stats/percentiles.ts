import { NS_PER_MS } from '../../harness/core/clock.js';
import type { JsonObject } from '../../harness/core/json.js';

const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99, p999: 0.999, max: 1 } as const;

/** The value at or below which the fraction `q` of the sorted values lies (nearest rank). */
export function quantile(sorted: ArrayLike<number>, q: number): number | null {
  if (sorted.length === 0) return null;
  const rank = Math.max(1, Math.ceil(q * sorted.length));
  return sorted[rank - 1] ?? null;
}

/** Latencies in milliseconds; `null` for each where there were none. */
export function latencies(durations_ns: readonly number[]): JsonObject {
  const sorted = Float64Array.from(durations_ns).sort();
  return Object.fromEntries(
    Object.entries(QUANTILES).map(([name, q]) => {
      const duration_ns = quantile(sorted, q);
      return [`${name}_ms`, duration_ns === null ? null : duration_ns / NS_PER_MS];
    }),
  );
}
