import type { Facet, Fault, Overlap } from '../harness/core/fault.js';
import type { ScheduledFault } from '../harness/core/schedule.js';
import { serving } from './serving.js';

/** Whether two faults of a schedule may be active together. */
export type MayOverlap = (a: ScheduledFault, b: ScheduledFault) => boolean;

/**
 * What keeps two faults from being active together: what either takes from the cluster while the
 * other needs it whole, for its proof or its healing. Empty where they may overlap.
 */
export function clashOf(a: Overlap, b: Overlap): readonly Facet[] {
  return [...new Set([...taken(a, b), ...taken(b, a)])];
}

/** What one fault relies on and another takes. */
export function taken(from: Overlap, by: Overlap): readonly Facet[] {
  return from.relies.filter((facet) => by.disturbs.includes(facet));
}

/** A fault with what it wants counted as what it relies on. */
function strict(one: Overlap): Overlap {
  return { ...one, relies: [...one.relies, ...(one.wants ?? [])] };
}

/** Facets of the cluster as a whole; all others are of one node each. */
const OF_THE_CLUSTER: ReadonlySet<Facet> = new Set(['links', 'members']);

/** What a fault takes and needs, and on which nodes; `null` where that is not known. */
export interface Placed {
  readonly overlap: Overlap;
  readonly nodes: readonly string[] | null;
}

/** Whether two faults may be on one node. */
export function mayMeet(a: Pick<Placed, 'nodes'>, b: Pick<Placed, 'nodes'>): boolean {
  return a.nodes === null || b.nodes === null || a.nodes.some((node) => b.nodes?.includes(node));
}

/** Of a clash: all of it where two faults may be on one node, else what is of the cluster. */
export function clashBetween(a: Placed, b: Placed, clash: readonly Facet[]): readonly Facet[] {
  return mayMeet(a, b) ? clash : clash.filter((facet) => OF_THE_CLUSTER.has(facet));
}

/** The same, with what they want counted as what they rely on. */
function strictClashOf(a: Overlap, b: Overlap): readonly Facet[] {
  return clashOf(strict(a), strict(b));
}

/** What an operation of a fault takes and needs, and where. */
export function placed(
  fault: Fault,
  { fault: f, value }: ScheduledFault['start'],
  nodes: readonly string[],
): Placed {
  return { overlap: fault.overlap(f, value), nodes: fault.scope?.(f, value, nodes) ?? null };
}

/**
 * Whether one fault may keep another from being seen: it takes what that one relies on, or wants. A
 * look at a clock tells nothing while the process that has it is killed.
 */
export function hides(hiding: Overlap, hidden: Overlap): boolean {
  return taken(strict(hidden), hiding).length > 0;
}

/**
 * Whether chance may bring two faults together: where neither takes what the other relies on or
 * wants. A fault never overlaps with itself.
 */
export function overlapIn(faults: readonly Fault[], nodes: readonly string[]): MayOverlap {
  return (a, b) => {
    const [first, second] = [a, b].map(({ start }) => serving(faults, start.fault));
    if (first === undefined || second === undefined || first === second) return false;
    const [one, other] = [placed(first, a.start, nodes), placed(second, b.start, nodes)];
    return clashBetween(one, other, strictClashOf(one.overlap, other.overlap)).length === 0;
  };
}
