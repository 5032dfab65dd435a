import type { Json } from '../../harness/core/json.js';

/** The most intervals that a verdict carries per category; the counts are always exact. */
const INTERVALS_KEPT = 1_000;

/** Integers as closed intervals, ascending: `1, 2, 3, 7` is `[1, 3], [7, 7]`. */
export function intervalsOf(integers: readonly number[]): [number, number][] {
  const sorted = Float64Array.from(integers).sort();
  const intervals: [number, number][] = [];
  let last: [number, number] | undefined;
  for (const integer of sorted) {
    if (last !== undefined && integer <= last[1] + 1) {
      last[1] = integer;
    } else {
      last = [integer, integer];
      intervals.push(last);
    }
  }
  return intervals;
}

/** The first intervals as JSON, and how many were left out. */
export function boundedIntervals(integers: readonly number[]): {
  readonly intervals: Json;
  readonly omitted: number;
} {
  const all = intervalsOf(integers);
  return {
    intervals: all.slice(0, INTERVALS_KEPT),
    omitted: Math.max(0, all.length - INTERVALS_KEPT),
  };
}
