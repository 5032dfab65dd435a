import type { Clock } from '../../harness/core/clock.js';
import type { Node } from '../../harness/core/node.js';
import type { ClientTopology } from './clients/client-sources.js';
import { GROUP, type Program, SENTINEL, SERVER } from './configuration/layout.js';
import { AdminConnection, type Admins } from './connection/admin.js';

/** Which programs run where. The first node starts as primary. */
export interface Topology {
  readonly nodes: readonly Node[];
  readonly sentinelNodes: readonly Node[];
  readonly programs: ReadonlyMap<string, readonly Program[]>;
  readonly addressOf: ReadonlyMap<string, string>;
  /** A node's name for an address; the address itself where it is nobody's. */
  readonly nameOf: (address: string) => string;
}

/** Servers on every node, Sentinels on the first so many. */
export function topologyOf(nodes: readonly Node[], sentinels: number): Topology {
  const names = new Map(nodes.map((node) => [node.address, node.name]));
  const sentinelNodes = nodes.slice(0, sentinels);
  return {
    nodes,
    sentinelNodes,
    programs: new Map(
      nodes.map((node) => [
        node.name,
        sentinelNodes.includes(node) ? [SERVER, SENTINEL] : [SERVER],
      ]),
    ),
    addressOf: new Map(nodes.map((node) => [node.name, node.address])),
    nameOf: (address) => names.get(address) ?? address,
  };
}

/** Connections of the harness to every program; they connect when they are first asked. */
export function adminsOf(topology: Topology, clock: Clock): Admins {
  const connections = (nodes: readonly Node[], port: number) =>
    new Map(nodes.map(({ name, address }) => [name, new AdminConnection(address, port, clock)]));
  return {
    servers: connections(topology.nodes, SERVER.port),
    sentinels: connections(topology.sentinelNodes, SENTINEL.port),
  };
}

/** What clients need to know. */
export function clientTopologyOf(topology: Topology): ClientTopology {
  const endpoints = (nodes: readonly Node[], port: number) =>
    nodes.map(({ name, address }) => ({ node: name, host: address, port }));
  return {
    servers: endpoints(topology.nodes, SERVER.port),
    sentinels: endpoints(topology.sentinelNodes, SENTINEL.port),
    group: GROUP,
  };
}
