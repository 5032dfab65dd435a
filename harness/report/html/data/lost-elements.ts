import type { Json } from '../../../core/json.js';
import { isJsonObject } from '../../../core/nemesis-record.js';
import type { Verdict } from '../../../core/verdict.js';

/** Whether an element was lost, as the `lost-writes` checker's intervals say. */
export function lostElements(verdicts: readonly Verdict[]): (element: Json | undefined) => boolean {
  const intervals = verdicts.flatMap(({ details }) =>
    isJsonObject(details['intervals']) ? intervalsIn(details['intervals']['lost']) : [],
  );
  return (element) =>
    typeof element === 'number' && intervals.some(([from, to]) => from <= element && element <= to);
}

/** Closed intervals out of a verdict's details; what is none is left out. */
export function intervalsIn(value: Json | undefined): (readonly [number, number])[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((interval) => {
    if (!Array.isArray(interval)) return [];
    const [from, to] = interval as readonly Json[];
    return typeof from === 'number' && typeof to === 'number' ? [[from, to] as const] : [];
  });
}
