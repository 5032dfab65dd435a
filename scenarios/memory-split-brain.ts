import { defineScenario } from '../harness/index.js';
import { sentinelSplitBrain } from './sentinel-split-brain.js';

/** The campaign of `sentinel-split-brain` on the in-process store, with its planted bug. */
export const memorySplitBrain = defineScenario({
  ...sentinelSplitBrain,
  name: 'memory-split-brain',
  claim: 'the simulated store with its split-brain bug loses what an isolated primary acknowledged',
  source: 'the planted bug of systems/memory',
  test: { ...sentinelSplitBrain.test, system: 'memory', systemOptions: { splitBrain: true } },
});

/** The same faults without the bug: the harness must find nothing. */
export const memoryNoSplitBrain = defineScenario({
  name: 'memory-no-split-brain',
  claim: 'the simulated store without its bug loses nothing to the same partition',
  source: 'systems/memory: a majority before each acknowledgement',
  expectation: 'HOLDS',
  conditions: sentinelSplitBrain.conditions,
  test: { ...sentinelSplitBrain.test, system: 'memory', systemOptions: { splitBrain: false } },
});
