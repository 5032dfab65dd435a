import type { Capabilities } from '../../harness/core/capabilities.js';
import type { Clock } from '../../harness/core/clock.js';
import { ContainerDisks } from '../disks/container-disks.js';
import type { Disk } from '../disks/disk.js';
import type { Engine } from '../engine/engine.js';
import { ContainerFiles } from '../files/container-files.js';
import { NodeLinks, NodeTraffic } from '../../nodes/index.js';
import { ContainerMachine } from '../machine/container-machine.js';
import type { Limited } from '../machine/limits.js';
import { ContainerPower } from '../power/container-power.js';
import type { ContainerNode } from './container-node.js';

/** What the capabilities of nodes act with. */
export interface NodeParts {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly clientsAddress: string;
  /** Where limits are noted, for whoever resets the nodes. */
  readonly limited: Limited;
  /** By the ids of their containers; `null` where the nodes have none of their own. */
  readonly disks: ReadonlyMap<string, Disk> | null;
  /** Starts the containers of a node that is off. */
  readonly startAgain: (node: ContainerNode) => Promise<void>;
}

/** What faults may act through on the nodes of a run. */
export function nodeCapabilities(
  nodes: readonly ContainerNode[],
  { engine, clock, clientsAddress, limited, disks, startAgain }: NodeParts,
): Capabilities {
  const own = disks === null ? null : new ContainerDisks(engine, nodes, disks);
  const links = new NodeLinks(
    nodes.map(({ sandbox }) => sandbox),
    clientsAddress,
    clock,
  );
  return {
    links,
    traffic: new NodeTraffic(nodes.map(({ sandbox }) => sandbox)),
    machine: new ContainerMachine(engine, clock, nodes, limited),
    power: new ContainerPower(engine, nodes, own, async (node) => {
      await startAgain(node);
      await links.restore(node.name);
    }),
    files: new ContainerFiles(nodes),
    ...(own === null ? {} : { disks: own }),
  };
}
