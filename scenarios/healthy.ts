import { type ClientMode, defineScenario, type Scenario } from '../harness/index.js';

function healthy(system: string, clientMode: ClientMode = 'pinned'): Scenario {
  return defineScenario({
    name: `healthy-${system}`,
    claim: `with no fault, ${system} keeps every write that it acknowledged`,
    source: 'what every store promises; a harness that finds a loss here lies',
    expectation: 'HOLDS',
    conditions: [{ acknowledged: 200 }, { finalReads: 'every-node' }],
    test: {
      system,
      workload: 'set',
      clientMode,
      faults: { kind: 'steps', steps: [{ until: { acknowledged: 250 }, within_ms: 30_000 }] },
    },
  });
}

/** No fault, nothing lost: as much part of the library as the violations. */
export const healthyReplication = healthy('redis-replication');
export const healthySentinel = healthy('redis-sentinel');
/** Clients that follow the slots: pinned ones could write to a third of the nodes only. */
export const healthyCluster = healthy('redis-cluster', 'smart');
export const healthyEtcd = healthy('etcd');
export const healthyZooKeeper = healthy('zookeeper');
export const healthyMemory = healthy('memory');
