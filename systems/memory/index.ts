import { clientSource } from '../../harness/core/client-source.js';
import { sleep } from '../../harness/core/clock.js';
import type { System, SystemContext, SystemDefinition } from '../../harness/core/system.js';
import { MemoryCluster } from './cluster.js';
import { memoryClient } from './client.js';
import { MemoryLinks } from './links.js';

function create({ nodes, options, clock }: SystemContext): System {
  const links = new MemoryLinks();
  const names = nodes.map((node) => node.name);
  const cluster = new MemoryCluster(
    names,
    links,
    {
      splitBrain: options['splitBrain'] === true,
      replicationDelay_ms: Number(options['replicationDelay_ms']),
      failoverAfter_ms: Number(options['failoverAfter_ms']),
    },
    clock,
  );
  return {
    async setup() {
      cluster.start();
      while (cluster.complaints().length > 0) await sleep(clock, 10);
    },
    health() {
      const reasons = cluster.complaints();
      return Promise.resolve(
        reasons.length === 0 ? { healthy: true as const } : { healthy: false as const, reasons },
      );
    },
    roles: () => Promise.resolve(cluster.roles()),
    versions: () => Promise.resolve({ memory: '1 (in-process simulation)' }),
    clients: (dataType, mode) =>
      clientSource({
        client: memoryClient,
        dataType,
        mode,
        nodes,
        options,
        store: { cluster, links },
        clock,
      }),
    logs: () => [],
    capabilities: {
      links,
      primaries: { primary: () => Promise.resolve(cluster.majorityPrimary()) },
      failover: {
        failover: () => {
          const moved = cluster.failover();
          if (moved === null) return Promise.reject(new Error('no replica can be promoted'));
          return Promise.resolve({ asked: moved.from, promoted: moved.to });
        },
      },
    },
    teardown() {
      cluster.stop();
      return Promise.resolve();
    },
  };
}

/**
 * A replicated store inside this process, for machines without containers and for the harness'
 * own tests. `splitBrain` switches its planted bug on; without it, it is linearizable.
 */
export const memory: SystemDefinition = {
  name: 'memory',
  summary: 'an in-process replicated store with a split-brain bug that can be switched on',
  runsOn: 'in-process',
  image: null,
  defaultNodeCount: 3,
  client: memoryClient,
  roles: { takesWrites: ['primary'], refusalCodes: ['not-primary'] },
  clientModes: ['pinned'],
  capabilities: ['links', 'primaries', 'failover'],
  refusals: {
    traffic: 'the store lives inside the harness: its packets are function calls',
    machine: 'the store lives inside the harness: it has no machines of its own',
    power: 'the store lives inside the harness: it has no machines of its own',
    files: 'the store lives inside the harness: it has no machines of its own',
    dataFiles: 'the store lives inside the harness: it keeps nothing on disk',
    disks: 'the store lives inside the harness: it keeps nothing on disk',
    processes: 'the store lives inside the harness: it has no processes of its own',
    serving: 'the store lives inside the harness: nobody opens a connection to it',
    administration: 'the store lives inside the harness: it has no commands of an administrator',
    replication: 'the store lives inside the harness: nobody can tell a node whom to follow',
    membership: 'the store lives inside the harness: its group is as it was made',
    sentinels: 'the store lives inside the harness: no Sentinel watches it',
    clocks: 'the store lives inside the harness: it has no clock of its own',
  },
  defaults: {
    splitBrain: false,
    replicationDelay_ms: 5,
    failoverAfter_ms: 1000,
    latency_ms: 1,
  },
  create,
};
