import type { Scenario } from '../harness/index.js';
import { healthyMemory, healthyReplication, healthySentinel } from './healthy.js';
import { memoryNoSplitBrain, memorySplitBrain } from './memory-split-brain.js';
import { sentinelManualFailover } from './sentinel-manual-failover.js';
import { sentinelSplitBrain } from './sentinel-split-brain.js';

/** Every scenario, by the order in which they are listed and run. */
export const scenarios: readonly Scenario[] = [
  healthyReplication,
  healthySentinel,
  sentinelManualFailover,
  sentinelSplitBrain,
  healthyMemory,
  memorySplitBrain,
  memoryNoSplitBrain,
];
