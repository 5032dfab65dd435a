import type { Random } from '../../../harness/core/random.js';
import { cutBetween, type Direction, type Partition } from './grudge.js';

/** The first half of the nodes (the smaller one) cut from the rest. */
export function halves(nodes: readonly string[], direction: Direction): Partition {
  const middle = Math.floor(nodes.length / 2);
  return cutBetween(nodes.slice(0, middle), nodes.slice(middle), direction);
}

/** Halves of the nodes in a random order. */
export function randomHalves(
  nodes: readonly string[],
  direction: Direction,
  random: Random,
): [Partition, Random] {
  const [shuffled, next] = random.shuffle(nodes);
  return [halves(shuffled, direction), next];
}

/** A random minority, as large as can be, cut from the majority. */
export function minority(
  nodes: readonly string[],
  direction: Direction,
  random: Random,
): [Partition, Random] {
  const [shuffled, next] = random.shuffle(nodes);
  const size = Math.floor((nodes.length - 1) / 2);
  return [cutBetween(shuffled.slice(0, size), shuffled.slice(size), direction), next];
}
