import type { Scenario } from '../harness/index.js';
import { setCheckers, threeNodes } from './defaults.js';

function healthy(system: string): Scenario {
  return {
    name: `healthy-${system}`,
    claim: `with no fault, ${system} keeps every write that it acknowledged`,
    source: 'what every store promises; a harness that finds a loss here lies',
    expectation: 'HOLDS',
    conditions: [{ acknowledged: 200 }, { finalReads: 'every-node' }],
    plan: {
      ...threeNodes,
      name: `healthy-${system}`,
      system: { name: system, options: {} },
      workload: { name: 'set', options: {} },
      schedule: { kind: 'steps', steps: [{ until: { acknowledged: 250 }, within_ms: 30_000 }] },
      checkers: setCheckers,
    },
  };
}

/** No fault, nothing lost: as much part of the library as the violations. */
export const healthyReplication = healthy('redis-replication');
export const healthySentinel = healthy('redis-sentinel');
export const healthyMemory = healthy('memory');
