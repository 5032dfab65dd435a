import type { Json } from '../../harness/core/json.js';

/** The most intervals that a verdict carries per category; the counts are always exact. */
const INTERVALS_KEPT = 1_000;

/**
 * Integers as closed intervals, ascending: `1, 2, 3, 7` is `[1, 3], [7, 7]`. The first ones as
 * JSON, and how many were left out.
 */
export function boundedIntervals(
  integers: readonly number[],
  most = INTERVALS_KEPT,
): { readonly intervals: Json; readonly omitted: number } {
  const intervals: [number, number][] = [];
  let omitted = 0;
  let from = Number.NaN;
  let to = Number.NaN;
  const close = (): void => {
    if (Number.isNaN(from)) return;
    if (intervals.length < most) intervals.push([from, to]);
    else omitted += 1;
  };
  for (const integer of ascending(integers)) {
    if (integer > to + 1 || Number.isNaN(to)) {
      close();
      from = integer;
    }
    to = integer;
  }
  close();
  return { intervals, omitted };
}

/** The integers in order; those of a `set` workload mostly are. */
function ascending(integers: readonly number[]): Float64Array | readonly number[] {
  for (let i = 1; i < integers.length; i += 1) {
    if ((integers[i] as number) < (integers[i - 1] as number)) {
      return new Float64Array(integers).sort();
    }
  }
  return integers;
}
