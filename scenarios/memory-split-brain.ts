import type { Scenario, TestPlan } from '../harness/index.js';
import { sentinelSplitBrain } from './sentinel-split-brain.js';

const simulated: Omit<TestPlan, 'seed'> = {
  ...sentinelSplitBrain.plan,
  name: 'memory-split-brain',
  system: { name: 'memory', options: { splitBrain: true } },
};

/** The campaign of `sentinel-split-brain` on the in-process store, with its planted bug. */
export const memorySplitBrain: Scenario = {
  ...sentinelSplitBrain,
  name: 'memory-split-brain',
  claim: 'the simulated store with its split-brain bug loses what an isolated primary acknowledged',
  source: 'the planted bug of systems/memory',
  plan: simulated,
};

/** The same faults without the bug: the harness must find nothing. */
export const memoryNoSplitBrain: Scenario = {
  name: 'memory-no-split-brain',
  claim: 'the simulated store without its bug loses nothing to the same partition',
  source: 'systems/memory: a majority before each acknowledgement',
  expectation: 'HOLDS',
  conditions: sentinelSplitBrain.conditions,
  plan: {
    ...simulated,
    name: 'memory-no-split-brain',
    system: { name: 'memory', options: { splitBrain: false } },
  },
};
