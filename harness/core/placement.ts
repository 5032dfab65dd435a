import { grouped } from './grouped.js';
import type { WitnessView } from './witness.js';

/** Nodes that say the same of who serves what. */
export interface PlacementSide {
  readonly nodes: readonly string[];
  /** What each node serves as they say, by its name. */
  readonly placement: ReadonlyMap<string, string>;
}

/**
 * Nodes by what they say of who serves what, without those that do not tell: those with most nodes first; of two that are equal,
 * the one of the node that comes first. Epochs do not count, because a node may hear of one later than of what is served under it.
 */
export function placementSides(
  views: readonly Pick<WitnessView, 'node' | 'placement'>[],
): readonly PlacementSide[] {
  const told = views.flatMap(({ node, placement }) => {
    if (placement === undefined) return [];
    const parts = placement
      .map(({ leader, part }) => [leader, part] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    return [{ node, parts, same: JSON.stringify(parts) }];
  });
  return [...grouped(told, ({ same }) => same).values()]
    .toSorted((a, b) => b.length - a.length)
    .flatMap((side) => {
      const [first] = side;
      if (first === undefined) return [];
      return [{ nodes: side.map(({ node }) => node), placement: new Map(first.parts) }];
    });
}

/**
 * The nodes that differ from most others on who serves what: those that are not on the largest side. Where several sides are the
 * largest, nobody knows which of them is right, and all nodes differ.
 */
export function differingNodes(sides: readonly PlacementSide[]): readonly string[] {
  return (isTie(sides) ? sides : sides.slice(1)).flatMap(({ nodes }) => nodes);
}

/** Whether the two largest sides have the same number of nodes. */
export function isTie([most, next]: readonly PlacementSide[]): boolean {
  return next !== undefined && most?.nodes.length === next.nodes.length;
}
