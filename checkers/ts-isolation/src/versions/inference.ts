import type { NotJudged } from '../types.js';
import type { Reads } from './reads.js';
import type { VersionOrder } from './version-order.js';

/** What the reads and writes of a history tell, whatever the type of its data. */
export interface Inference {
  /** 1 for each transaction that committed. */
  readonly committed: Uint8Array;
  readonly reads: Reads;
  readonly order: VersionOrder;
  readonly notJudged: readonly NotJudged[];
  /** Whether the order of all versions that were read is known. */
  readonly isTotal: boolean;
}
