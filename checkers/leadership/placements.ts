import {
  differingNodes,
  type PlacementSide,
  placementSides,
} from '../../harness/core/placement.js';
import type { WitnessSample, WitnessView } from '../../harness/core/witness.js';

/** What nodes said of who serves what. */
export interface Placements {
  /** Of each node that told: for how long it differed from most others, in nanoseconds. */
  readonly differed_ns: ReadonlyMap<string, number>;
  /** Who said what, from each moment on at which that was different. */
  readonly changes: readonly {
    readonly time_ns: number;
    readonly sides: readonly PlacementSide[];
  }[];
  /** When nodes began to differ for the last time; `null` where they never did. */
  readonly differSince_ns: number | null;
  /** Who says what in the last sample, most nodes first, with those silent there who said the same as most. */
  readonly sidesAtEnd: readonly PlacementSide[];
  /** Nodes that are silent in the last sample, and of which nobody knows whether they agree. */
  readonly silentAtEnd: readonly string[];
}

/**
 * What nodes said of who serves what in samples that each stand until the next one; `null` where no node told.
 * @param recovered_ns from when on a node that told what most say at the end, and then fell silent, counts as one of them
 * @param end_ns the end of the run: the last sample stands until then.
 */
export function placementsIn(
  samples: readonly WitnessSample[],
  recovered_ns: number,
  end_ns: number,
): Placements | null {
  const lastTold = new Map<string, { readonly view: WitnessView; readonly until_ns: number }>();
  const differed_ns = new Map<string, number>();
  const changes: { readonly time_ns: number; readonly sides: readonly PlacementSide[] }[] = [];
  let last = '';
  let differSince_ns: number | null = null;
  let differ = false;
  for (const [at, { time, nodes }] of samples.entries()) {
    const until_ns = samples[at + 1]?.time ?? Number.POSITIVE_INFINITY;
    const length_ns = Math.max(0, Math.min(until_ns, end_ns) - time);
    for (const view of nodes) {
      if (view.placement === undefined) continue;
      lastTold.set(view.node, { view, until_ns });
      if (!differed_ns.has(view.node)) differed_ns.set(view.node, 0);
    }
    const sides = placementSides(nodes);
    const said = JSON.stringify(sides.map((side) => [side.nodes, [...side.placement]]));
    if (said !== last) changes.push({ time_ns: time, sides });
    last = said;
    const differing = differingNodes(sides);
    for (const node of differing) {
      differed_ns.set(node, (differed_ns.get(node) ?? 0) + length_ns);
    }
    if (differing.length > 0 && !differ) differSince_ns = time;
    differ = differing.length > 0;
  }
  if (lastTold.size === 0) return null;
  const now = (samples.at(-1)?.nodes ?? []).filter(({ placement }) => placement !== undefined);
  const speaking = new Set(now.map(({ node }) => node));
  const silent = [...lastTold.values()].filter(({ view }) => !speaking.has(view.node));
  // What a silent node said before may be old: it can't differ from what the others say now, but agree with it.
  const agrees = ({ view, until_ns }: (typeof silent)[number]): boolean =>
    now.length > 0 &&
    until_ns > recovered_ns &&
    placementSides([...now, view])[0]?.nodes.includes(view.node) === true;
  return {
    differed_ns,
    changes,
    differSince_ns,
    sidesAtEnd: placementSides([...now, ...silent.filter(agrees).map(({ view }) => view)]),
    silentAtEnd: silent.filter((one) => !agrees(one)).map(({ view }) => view.node),
  };
}
