import type { Overlap } from '../../../harness/index.js';

/**
 * Who is taken out of the group is shut down: nothing else may start or end it meanwhile. Others
 * are told to forget it and meet it anew, which takes links among them.
 */
export const MEMBERSHIP_OVERLAP: Overlap = {
  disturbs: ['members'],
  relies: ['reach', 'processes', 'node', 'data'],
  wants: ['links', 'members'],
  ofGroup: true,
};
