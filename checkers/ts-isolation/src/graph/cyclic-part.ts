import type { Components } from './components.js';
import { isAntiDependency, ONWARD } from './edge-kind.js';
import type { Rows } from './edges.js';
import { int32Array, uint8Array } from '../values/typed-arrays.js';

/** The part of a graph that is in cycles, with nodes of its own, in the same order. */
export interface CyclicPart {
  readonly rows: Rows;
  /** The node that each node was. */
  readonly original: Int32Array;
  /** The component of each node in the whole graph. */
  readonly component: Int32Array;
  /** How many nodes are transactions; these come first. */
  readonly transactions: number;
}

/** All nodes that are in a component with another, and the edges within components. */
export function cyclicPartOf(rows: Rows, components: Components, transactions: number): CyclicPart {
  const { of, sizes } = components;
  const isCyclic = (node: number): boolean => (sizes[of[node] as number] as number) > 1;
  const number = int32Array(rows.nodes).fill(-1);
  let [nodes, own, edges] = [0, 0, 0];
  for (let node = 0; node < rows.nodes; node += 1) {
    if (!isCyclic(node)) continue;
    number[node] = nodes;
    nodes += 1;
    if (node < transactions) own += 1;
    edges += (rows.starts[node + 1] as number) - (rows.starts[node] as number);
  }
  const [original, component] = [int32Array(nodes), int32Array(nodes)];
  const starts = int32Array(nodes + 1);
  const [to, about, kind] = [int32Array(edges), int32Array(edges), uint8Array(edges)];
  let count = 0;
  for (let node = 0; node < rows.nodes; node += 1) {
    const now = number[node] as number;
    if (now === -1) continue;
    original[now] = node;
    component[now] = of[node] as number;
    for (let at = rows.starts[node] as number; at < (rows.starts[node + 1] as number); at += 1) {
      const target = rows.to[at] as number;
      if (of[target] !== of[node]) continue;
      to[count] = number[target] as number;
      about[count] = rows.about[at] as number;
      kind[count] = rows.kind[at] as number;
      count += 1;
    }
    starts[now + 1] = count;
  }
  return {
    rows: { nodes, starts, to: to.subarray(0, count), kind: kind.subarray(0, count), about },
    original,
    component,
    transactions: own,
  };
}

/**
 * The same graph without any path that has two anti-dependencies (`rw`) one right after the other. Node
 * n is here twice: 2n, and 2n + 1 where the edge before was one. A cycle of it is what snapshot
 * isolation forbids (Cerone and Gotsman 2015).
 */
export function withoutAdjacent({ nodes, starts, to, kind, about }: Rows): Rows {
  const doubled = int32Array(2 * nodes + 1);
  const ends = { to: int32Array(2 * to.length), about: int32Array(2 * to.length) };
  const kinds = uint8Array(2 * to.length);
  let count = 0;
  const add = (at: number, target: number): void => {
    ends.to[count] = target;
    ends.about[count] = about[at] as number;
    kinds[count] = kind[at] as number;
    count += 1;
  };
  for (let node = 0; node < nodes; node += 1) {
    const [first, end] = [starts[node] as number, starts[node + 1] as number];
    for (let at = first; at < end; at += 1) {
      const target = 2 * (to[at] as number);
      add(at, isAntiDependency(kind[at] as number) ? target + 1 : target);
    }
    doubled[2 * node + 1] = count;
    for (let at = first; at < end; at += 1) {
      // What leads on from a node between is of the kind of the edge before.
      const isOnward = kind[at] === ONWARD;
      if (isOnward) add(at, 2 * (to[at] as number) + 1);
      else if (!isAntiDependency(kind[at] as number)) add(at, 2 * (to[at] as number));
    }
    doubled[2 * node + 2] = count;
  }
  return {
    nodes: 2 * nodes,
    starts: doubled,
    to: ends.to.subarray(0, count),
    kind: kinds.subarray(0, count),
    about: ends.about,
  };
}
