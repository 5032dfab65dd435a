import { CO_PROCESS, INITIAL_PROCESS } from '../graph/edge-kind.js';
import type { Rows } from '../graph/edges.js';
import { int32Array } from '../values/typed-arrays.js';

/**
 * Orders that must be known before those of a cycle are. A read tells of an order only as its transaction comes after
 * the first of the two; where that rests on orders that other reads told of, these are the grounds. What explains
 * such an edge is the number of its order: each rests on lower numbers only.
 * @param cycle - places of edges in the rows.
 * @param readerOf - the node of who read what tells of an order.
 * @returns the places of the grounds that are not in the cycle, each after those on which it rests.
 */
export function groundsOf(
  rows: Rows,
  cycle: readonly number[],
  readerOf: (order: number) => number,
): readonly number[] {
  const { kind, about } = rows;
  const known = new Set(cycle);
  for (const place of known) {
    if (kind[place] !== CO_PROCESS) continue;
    const order = about[place] as number;
    for (const ground of ordersBefore(rows, sourceOf(rows, place), readerOf(order), order)) {
      known.add(ground);
    }
  }
  for (const place of cycle) known.delete(place);
  return [...known].sort((a, b) => (about[a] as number) - (about[b] as number));
}

/** The places of the orders by which a way leads from one node to another: of lower numbers only, and as few as can be. */
function* ordersBefore(rows: Rows, from: number, to: number, order: number): Generator<number> {
  const { starts, kind, about } = rows;
  /** The place of the edge by which each node was reached, from 1. */
  const by = int32Array(rows.nodes);
  let now = [from];
  while (now.length > 0 && by[to] === 0) {
    /** Places of orders: they are followed when nothing else leads on. */
    const orders: number[] = [];
    for (const node of now) {
      for (let at = starts[node] as number; at < (starts[node + 1] as number); at += 1) {
        if (kind[at] === INITIAL_PROCESS) continue;
        const target = rows.to[at] as number;
        if (target === from || by[target] !== 0) continue;
        if (kind[at] !== CO_PROCESS) {
          by[target] = at + 1;
          now.push(target);
        } else if ((about[at] as number) < order) {
          orders.push(at);
        }
      }
    }
    now = [];
    for (const at of orders) {
      const target = rows.to[at] as number;
      if (by[target] !== 0) continue;
      by[target] = at + 1;
      now.push(target);
    }
  }
  for (let node = to; by[node] !== 0;) {
    const place = (by[node] as number) - 1;
    if (kind[place] === CO_PROCESS) yield place;
    node = sourceOf(rows, place);
  }
}

/** The node from which the edge at a place leads. */
export function sourceOf({ nodes, starts }: Rows, place: number): number {
  let [low, high] = [0, nodes - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
