import type { Step } from '../../harness/index.js';

/** So many ops are acknowledged. */
export function acknowledged(ops: number): Step {
  return { until: { acknowledged: ops }, within_ms: 30_000 };
}

/** A node takes writes that did not before the last fault. */
export const PRIMARY_CHANGED: Step = { until: { primary: 'changed' }, within_ms: 20_000 };

/** The cluster is whole again. */
export const CONVERGED: Step = { until: { cluster: 'converged' }, within_ms: 60_000 };
