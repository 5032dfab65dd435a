import { defineSystem, listInWords } from '../../harness/index.js';
import { bugs, strikesAt } from './bugs/index.js';
import { MemoryCluster } from './cluster.js';
import { memoryClient, type MemoryStore } from './client.js';
import { MemoryLinks } from './links.js';
import { MemoryProcesses } from './processes.js';
import { MemoryClocks } from './wall-clocks.js';

/**
 * A replicated store inside this process, for machines without containers and for the harness'
 * own tests. `splitBrain` and `bug` plant mistakes in it; without them it is linearizable.
 */
export const memory = defineSystem({
  name: 'memory',
  summary: 'an in-process replicated store in which bugs can be planted',
  runsOn: 'in-process',
  options: {
    splitBrain: false,
    replicationDelay_ms: 5,
    failoverAfter_ms: 1000,
    latency_ms: 1,
    lossShare: 0,
    bug: '',
    bugRate: 0.01,
    chanceSeed: 1,
  },
  check: ({ bug }) =>
    bug === '' || bugs.some(({ name }) => name === bug)
      ? undefined
      : `there is no bug "${bug}" to plant: choose one of ${listInWords(bugs.map(({ name }) => name))}`,
  setup({ nodes, options, clock }): MemoryStore {
    const names = nodes.map(({ name }) => name);
    const parts = {
      names,
      links: new MemoryLinks(),
      processes: new MemoryProcesses(names),
      wallClocks: new MemoryClocks(clock),
    };
    const bug = bugs.find(({ name }) => name === options.bug);
    const strikes = strikesAt(options.bugRate, options.chanceSeed);
    const loses = strikesAt(options.lossShare, options.chanceSeed + 1);
    const cluster = new MemoryCluster(parts, { ...options, bug, strikes }, clock);
    cluster.start();
    return { cluster, nodes: parts, loses };
  },
  client: memoryClient,
  clientModes: ['pinned', 'smart'],
  health: ({ store }) => store.cluster.complaints(),
  role: ({ store, node }) => store.cluster.role(node.name),
  takesWrites: ['primary'],
  refusalCodes: ['not-primary'],
  version: () => '1 (in-process simulation)',
  teardown({ store }) {
    store.cluster.stop();
  },
  capabilities: {
    links: ({ store }) => store.nodes.links,
    processes: ({ store }) => store.nodes.processes,
    clocks: ({ store }) => store.nodes.wallClocks,
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
