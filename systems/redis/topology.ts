import type { Clock, Node, NodeLayout } from '../../harness/index.js';
import { type Access, connectionAccess } from './access/access.js';
import type { ClientTopology } from './clients/client-topology.js';
import { GROUP, type Program, SENTINEL, SERVER } from './configuration/layout.js';
import { AdminConnection, type Admins } from './connection/admin.js';

/** Which programs run where. The first node with data starts as primary. */
export interface Topology {
  readonly nodes: readonly Node[];
  /** Those with a server. */
  readonly dataNodes: readonly Node[];
  readonly sentinelNodes: readonly Node[];
  readonly programs: ReadonlyMap<string, readonly Program[]>;
  readonly addressOf: ReadonlyMap<string, string>;
  /** A node's name for an address; the address itself where it is nobody's. */
  readonly nameOf: (address: string) => string;
}

/** Servers on the nodes that hold data, Sentinels on those that watch. */
export function topologyOf(nodes: readonly Node[], layout: NodeLayout): Topology {
  const names = new Map(nodes.map((node) => [node.address, node.name]));
  const dataNodes = nodes.filter(({ name }) => layout.data.includes(name));
  const sentinelNodes = nodes.filter(({ name }) => layout.watchers.includes(name));
  return {
    nodes,
    dataNodes,
    sentinelNodes,
    programs: new Map(
      nodes.map((node) => [
        node.name,
        [
          ...(dataNodes.includes(node) ? [SERVER] : []),
          ...(sentinelNodes.includes(node) ? [SENTINEL] : []),
        ],
      ]),
    ),
    addressOf: new Map(nodes.map((node) => [node.name, node.address])),
    nameOf: (address) => names.get(address) ?? address,
  };
}

/** Connections of the harness to every program; they connect when they are first asked. */
export function adminsOf(topology: Topology, clock: Clock, access: Access): Admins {
  const connections = (to: 'servers' | 'sentinels', nodes: readonly Node[], port: number) => {
    const by = connectionAccess(access, to, 'harness');
    return new Map(
      nodes.map(({ name, address }) => [name, new AdminConnection(address, port, clock, by)]),
    );
  };
  return {
    servers: connections('servers', topology.dataNodes, SERVER.port),
    sentinels: connections('sentinels', topology.sentinelNodes, SENTINEL.port),
  };
}

/** What clients need to know. */
export function clientTopologyOf(topology: Topology, access: Access): ClientTopology {
  const endpoints = (nodes: readonly Node[], port: number) =>
    nodes.map(({ name, address }) => ({ node: name, host: address, port }));
  return {
    servers: endpoints(topology.dataNodes, SERVER.port),
    sentinels: endpoints(topology.sentinelNodes, SENTINEL.port),
    group: GROUP,
    access: {
      servers: connectionAccess(access, 'servers', 'client'),
      sentinels: connectionAccess(access, 'sentinels', 'client'),
    },
  };
}
