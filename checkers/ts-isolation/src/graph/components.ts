import type { Rows } from './edges.js';
import { groupsOf, itemsOf } from './groups.js';
import { copyOf, int32Array } from '../values/typed-arrays.js';

/** The strongly connected components of a graph. */
export interface Components {
  /** The component of each node. An edge never leads to a component with a higher number. */
  readonly of: Int32Array;
  /** How many nodes each component has. */
  readonly sizes: Int32Array;
  readonly count: number;
}

/**
 * Finds the strongly connected components over the edges of some kinds (Tarjan 1972), with a stack
 * of its own: paths are as long as histories.
 */
export function componentsOf({ nodes, starts, to, kind }: Rows, mask: number): Components {
  const of = int32Array(nodes).fill(-1);
  const sizes = int32Array(nodes);
  const seen = int32Array(nodes);
  const low = int32Array(nodes);
  const cursor = copyOf(starts);
  const path = int32Array(nodes);
  const pending = int32Array(nodes);
  let [count, clock, depth, waiting] = [0, 0, 0, 0];

  const enter = (node: number): void => {
    clock += 1;
    seen[node] = clock;
    low[node] = clock;
    path[depth] = node;
    depth += 1;
    pending[waiting] = node;
    waiting += 1;
  };
  /** Whether a path is left. */
  const leave = (node: number): boolean => {
    depth -= 1;
    if (low[node] === seen[node]) {
      let member = -1;
      while (member !== node) {
        waiting -= 1;
        member = pending[waiting] as number;
        of[member] = count;
        sizes[count] = (sizes[count] as number) + 1;
      }
      count += 1;
    }
    if (depth === 0) return false;
    const parent = path[depth - 1] as number;
    low[parent] = Math.min(low[parent] as number, low[node] as number);
    return true;
  };

  for (let root = 0; root < nodes; root += 1) {
    if (seen[root] !== 0) continue;
    enter(root);
    let onPath = true;
    while (onPath) {
      const node = path[depth - 1] as number;
      const end = starts[node + 1] as number;
      let at = cursor[node] as number;
      let entered = false;
      while (at < end && !entered) {
        const target = to[at] as number;
        const counts = ((mask >>> (kind[at] as number)) & 1) === 1;
        at += 1;
        if (!counts) continue;
        if (seen[target] === 0) {
          enter(target);
          entered = true;
        } else if (of[target] === -1 && (seen[target] as number) < (low[node] as number)) {
          low[node] = seen[target] as number;
        }
      }
      cursor[node] = at;
      if (!entered) onPath = leave(node);
    }
  }
  return { of, sizes, count };
}

/**
 * All nodes, each after those that lead to it.
 * @param components - of a graph without cycles: each is one node, and they are numbered from the last to the first.
 */
export function topologicalOrder({ of, count }: Components): Int32Array {
  const nodes = int32Array(count);
  for (let node = 0; node < of.length; node += 1) nodes[count - 1 - (of[node] as number)] = node;
  return nodes;
}

/**
 * The nodes of each component that has more than one.
 * @param count - how many nodes count: those from there on are left out.
 */
export function* cyclicComponents(
  { of, sizes, count: components }: Components,
  count: number,
): Generator<Int32Array> {
  const group = of
    .subarray(0, count)
    .map((component) => ((sizes[component] as number) > 1 ? component : -1));
  const groups = groupsOf(group, components);
  for (let component = 0; component < components; component += 1) {
    const own = itemsOf(groups, component);
    if (own.length > 0) yield own;
  }
}
