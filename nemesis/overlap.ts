import type { Facet, Overlap } from '../harness/core/fault.js';

/**
 * What keeps two faults from being active together: what either takes from the cluster while the
 * other needs it whole, for its proof or its healing. Empty where they may overlap.
 */
export function clashOf(a: Overlap, b: Overlap): readonly Facet[] {
  const taken = (from: Overlap, by: Overlap): readonly Facet[] =>
    from.relies.filter((facet) => by.disturbs.includes(facet));
  return [...new Set([...taken(a, b), ...taken(b, a)])];
}
