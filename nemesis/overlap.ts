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
  const taken = (from: Overlap, by: Overlap): readonly Facet[] =>
    from.relies.filter((facet) => by.disturbs.includes(facet));
  return [...new Set([...taken(a, b), ...taken(b, a)])];
}

/** The same, with what they want counted as what they rely on. */
function strictClashOf(a: Overlap, b: Overlap): readonly Facet[] {
  const strict = (one: Overlap): Overlap => ({
    ...one,
    relies: [...one.relies, ...(one.wants ?? [])],
  });
  return clashOf(strict(a), strict(b));
}

/**
 * Whether chance may bring two faults together: where neither takes what the other relies on or
 * wants. A fault never overlaps with itself.
 */
export function overlapIn(faults: readonly Fault[]): MayOverlap {
  const of = ({ start }: ScheduledFault): [Fault, Overlap] => {
    const fault = serving(faults, start.fault);
    return [fault, fault.overlap(start.fault, start.value)];
  };
  return (a, b) => {
    const [first, itsOverlap] = of(a);
    const [second, otherOverlap] = of(b);
    return first !== second && strictClashOf(itsOverlap, otherOverlap).length === 0;
  };
}
