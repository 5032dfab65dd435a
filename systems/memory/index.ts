import { defineSystem } from '../../harness/index.js';
import { MemoryCluster } from './cluster.js';
import { memoryClient, type MemoryStore } from './client.js';
import { MemoryLinks } from './links.js';

/**
 * A replicated store inside this process, for machines without containers and for the harness'
 * own tests. `splitBrain` switches its planted bug on; without it, it is linearizable.
 */
export const memory = defineSystem({
  name: 'memory',
  summary: 'an in-process replicated store with a split-brain bug that can be switched on',
  runsOn: 'in-process',
  options: {
    splitBrain: false,
    replicationDelay_ms: 5,
    failoverAfter_ms: 1000,
    latency_ms: 1,
  },
  setup({ nodes, options, clock }): MemoryStore {
    const links = new MemoryLinks();
    const names = nodes.map(({ name }) => name);
    const cluster = new MemoryCluster(names, links, options, clock);
    cluster.start();
    return { cluster, links };
  },
  client: memoryClient,
  health: ({ store }) => store.cluster.complaints(),
  role: ({ store, node }) => store.cluster.role(node.name),
  takesWrites: ['primary'],
  refusalCodes: ['not-primary'],
  version: () => '1 (in-process simulation)',
  teardown({ store }) {
    store.cluster.stop();
  },
  capabilities: {
    links: ({ store }) => store.links,
    primaries: ({ store }) => ({
      primary: () => Promise.resolve(store.cluster.majorityPrimary()),
    }),
    failover: ({ store }) => ({
      failover: () => {
        const moved = store.cluster.failover();
        if (moved === null) return Promise.reject(new Error('no replica can be promoted'));
        return Promise.resolve({ asked: moved.from, promoted: moved.to });
      },
    }),
  },
  refusals: {},
});
