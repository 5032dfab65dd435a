import type { SpecialisedVerdict } from '../../types.js';
import type { Words } from '../words.js';
import { findConflict } from '../zones.js';
import { chainsOf } from './chains.js';
import { clustersOf } from './clusters.js';
import type { Effects } from './effects.js';
import { linearize } from './linearize.js';
import type { RegisterColumns } from './operations.js';
import { illegalChain, illegalSight, illegalZones } from './witness.js';

/** Judges a register whose values are unique. O(n log n). */
export function checkRegister(
  columns: RegisterColumns,
  effects: Effects,
  words: Words,
): SpecialisedVerdict {
  const clusters = clustersOf(columns, effects);
  if ('by' in clusters) {
    return illegalSight(columns, effects, clusters, words);
  }
  const facts = { columns, effects, clusters };
  const chains = chainsOf(columns, effects, clusters);
  if ('broken' in chains) {
    return illegalChain(facts, chains, words);
  }
  const conflict = findConflict(chains);
  return conflict === undefined
    ? { verdict: 'ok', linearize: () => linearize(columns, clusters, chains) }
    : illegalZones(facts, chains, conflict, words);
}
