import type { JsonObject } from '../harness/core/json.js';
import type { Kernel } from '../harness/core/kernel.js';
import type { NodeLayout } from '../harness/core/layout.js';
import type { SystemDefinition } from '../harness/core/system.js';

/** Where a schedule shall be played. */
export interface PlannedCluster {
  readonly system: SystemDefinition;
  /** The system's. What depends on them is not refused when they are absent. */
  readonly options?: JsonObject;
  readonly nodes: readonly string[];
  readonly layout: NodeLayout;
  readonly kernel: Kernel;
}
