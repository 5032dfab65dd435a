import type { Overlap } from '../../harness/core/fault.js';

/** An administrator reaches a store that runs; what is ordered takes nothing from other faults. */
export const ADMINISTRATION_OVERLAP: Overlap = { disturbs: [], relies: ['reach', 'processes'] };

/** What has to be told to all of a group needs all of it. */
export const GROUP_OVERLAP: Overlap = {
  disturbs: [],
  relies: ['reach', 'links', 'processes', 'members'],
};
