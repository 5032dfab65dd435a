import { CLIENTS } from '../../../harness/core/node.js';
import type { NodeLayout } from '../../../harness/core/layout.js';
import { cutBetween, type Direction, type Partition, union } from './grudge.js';
import { isolateNode } from './isolation.js';

/** Each of some nodes cut from all other nodes; clients still reach them. */
export function isolateEach(
  nodes: readonly string[],
  each: readonly string[],
  direction: Direction,
): Partition {
  const alone = each.map((node) => isolateNode(nodes, node, direction).drops);
  return { drops: union(...alone), isolated: each };
}

/** Some endpoints, the clients perhaps among them, cut from all others. */
export function isolateTogether(
  nodes: readonly string[],
  members: readonly string[],
  direction: Direction,
): Partition {
  const others = [...nodes, CLIENTS].filter((endpoint) => !members.includes(endpoint));
  return cutBetween(members, others, direction);
}

/** Some endpoints cut from each other; all others reach each of them. */
export function keepApart(members: readonly string[]): Partition {
  const cuts = members.map((one, at) => cutBetween([one], members.slice(at + 1), 'both').drops);
  return { drops: union(...cuts), isolated: [] };
}

/** The nodes that hold data cut from those that watch them, and nothing else. */
export function dataFromWatchers(layout: NodeLayout, direction: Direction): Partition {
  return cutBetween(layout.data, layout.watchers, direction);
}
