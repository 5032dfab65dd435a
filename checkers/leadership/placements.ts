import { grouped } from '../../harness/core/grouped.js';
import type { WitnessSample } from '../../harness/core/witness.js';

/** What a node says of who serves what, by the node that serves it. */
type Placement = ReadonlyMap<string, string>;

/** Nodes that say the same of who serves what. */
export interface Side {
  readonly nodes: readonly string[];
  readonly placement: Placement;
}

/** What nodes said of who serves what. */
export interface Placements {
  /** Of each node that told: for how long it differed from most others, in nanoseconds. */
  readonly differed_ns: ReadonlyMap<string, number>;
  /** When nodes began to differ for the last time; `null` where they never did. */
  readonly differSince_ns: number | null;
  /** Who says what at the end, most nodes first; those without the silent ones. */
  readonly sidesAtEnd: readonly Side[];
  /** Nodes that told once and have told nothing since the recovery. */
  readonly silentAtEnd: readonly string[];
}

/** A view, by who serves what alone: an epoch is told later than that. */
interface View {
  readonly node: string;
  readonly placement: Placement;
  readonly same: string;
}

/**
 * What nodes said of who serves what in samples that each stand until the next one; `null` where no node told.
 * @param recovered_ns from when on a node that told, and then fell silent, still counts at the end
 * @param end_ns the end of the run: the last sample stands until then.
 */
export function placementsIn(
  samples: readonly WitnessSample[],
  recovered_ns: number,
  end_ns: number,
): Placements | null {
  const lastTold = new Map<string, { readonly view: View; readonly until_ns: number }>();
  const differed_ns = new Map<string, number>();
  let differSince_ns: number | null = null;
  let differ = false;
  for (const [at, sample] of samples.entries()) {
    const views = viewsIn(sample);
    const until_ns = samples[at + 1]?.time ?? Number.POSITIVE_INFINITY;
    const length_ns = Math.max(0, Math.min(until_ns, end_ns) - sample.time);
    for (const view of views) {
      lastTold.set(view.node, { view, until_ns });
      if (!differed_ns.has(view.node)) differed_ns.set(view.node, 0);
    }
    const [, ...others] = sidesOf(views);
    for (const node of others.flatMap(({ nodes }) => nodes)) {
      differed_ns.set(node, (differed_ns.get(node) ?? 0) + length_ns);
    }
    if (others.length > 0 && !differ) differSince_ns = sample.time;
    differ = others.length > 0;
  }
  if (lastTold.size === 0) return null;
  const told = [...lastTold.values()];
  const isHeard = ({ until_ns }: { readonly until_ns: number }): boolean => until_ns > recovered_ns;
  return {
    differed_ns,
    differSince_ns,
    sidesAtEnd: sidesOf(told.filter(isHeard).map(({ view }) => view)),
    silentAtEnd: told.filter((one) => !isHeard(one)).map(({ view }) => view.node),
  };
}

function viewsIn({ nodes }: WitnessSample): readonly View[] {
  return nodes.flatMap(({ node, placement: told }) => {
    if (told === undefined) return [];
    const placed = told
      .map(({ leader, part }) => [leader, part] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    return [{ node, placement: new Map(placed), same: JSON.stringify(placed) }];
  });
}

/** Those with most nodes first; of two that are equal, the one of the node that comes first. */
function sidesOf(views: readonly View[]): readonly Side[] {
  return [...grouped(views, ({ same }) => same).values()]
    .toSorted((a, b) => b.length - a.length)
    .flatMap((side) => {
      const [first] = side;
      if (first === undefined) return [];
      return [{ nodes: side.map(({ node }) => node), placement: first.placement }];
    });
}
