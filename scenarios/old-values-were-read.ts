import type { ProofCondition } from '../harness/index.js';

/**
 * A node that was cut off answered reads: only it can give values that others replaced so long ago. Ordinary lag of
 * replication is of milliseconds.
 */
export const oldValuesWereRead: readonly ProofCondition[] = [
  { figure: { checker: 'staleness', figure: 'stale', atLeast: 5 } },
  { figure: { checker: 'staleness', figure: 'age_ms', atLeast: 500 } },
];
