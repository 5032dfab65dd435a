import type { Overlap } from '../../harness/core/fault.js';

/**
 * An administrator reaches a store that runs, and its members only; what is ordered takes nothing
 * from other faults.
 */
export const ADMINISTRATION_OVERLAP: Overlap = {
  disturbs: [],
  relies: ['reach', 'processes'],
  wants: ['members'],
};

/** What a whole group has to agree on. */
export const GROUP_OVERLAP = {
  ...ADMINISTRATION_OVERLAP,
  ofGroup: true,
  wants: ['links', 'members'],
} as const satisfies Overlap;
