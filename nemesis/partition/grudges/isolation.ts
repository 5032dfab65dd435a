import { CLIENTS } from '../../../harness/core/node.js';
import { cutBetween, type Direction, type Partition } from './grudge.js';

/** One node cut from all other nodes; clients still reach it. */
export function isolateNode(
  nodes: readonly string[],
  node: string,
  direction: Direction,
): Partition {
  return cutBetween(
    [node],
    nodes.filter((other) => other !== node),
    direction,
  );
}

/** One node cut from all other nodes and from all clients. */
export function isolateNodeFromAll(
  nodes: readonly string[],
  node: string,
  direction: Direction,
): Partition {
  return cutBetween([node], [...nodes.filter((other) => other !== node), CLIENTS], direction);
}

/** One node cut from all clients; the other nodes still reach it. */
export function isolateFromClients(node: string, direction: Direction): Partition {
  return cutBetween([node], [CLIENTS], direction);
}
