import type { Grudge } from '../../../harness/core/capabilities.js';
import { cutBetween, type Partition } from './grudge.js';

/** Two halves that do not hear each other, and a node between that hears both. */
export function bridge(nodes: readonly string[], between: string): Partition {
  const others = nodes.filter((node) => node !== between);
  const middle = Math.floor(others.length / 2);
  return cutBetween(others.slice(0, middle), others.slice(middle), 'both');
}

/**
 * Nodes on a ring that hear their nearest neighbours only, as many as make a majority: every
 * node sees a majority, and no two see the same. Below four nodes nothing would be cut.
 */
export function ring(nodes: readonly string[]): Partition {
  const count = nodes.length;
  const majority = Math.floor(count / 2) + 1;
  const reach = Math.ceil((majority - 1) / 2);
  const drops: Grudge = Object.fromEntries(
    nodes.map((node, i) => [
      node,
      nodes.filter((_, j) => Math.min((j - i + count) % count, (i - j + count) % count) > reach),
    ]),
  );
  return { drops, isolated: [] };
}
