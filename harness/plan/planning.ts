import type { Catalogue } from '../core/catalogue.js';
import type { Kernel } from '../core/kernel.js';

/** What a plan is made with. */
export interface Planning {
  readonly catalogue: Catalogue;
  /** The kernel under the nodes; it is asked only for what the plan's faults need. */
  readonly kernel: Kernel;
}
