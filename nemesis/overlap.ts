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

function taken(from: Overlap, by: Overlap): readonly Facet[] {
  return from.relies.filter((facet) => by.disturbs.includes(facet));
}

/** A fault with what it wants counted as what it relies on. */
function strict(one: Overlap): Overlap {
  return { ...one, relies: [...one.relies, ...(one.wants ?? [])] };
}

/** The same, with what they want counted as what they rely on. */
function strictClashOf(a: Overlap, b: Overlap): readonly Facet[] {
  return clashOf(strict(a), strict(b));
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
