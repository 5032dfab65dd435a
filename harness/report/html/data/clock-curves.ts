import type { ClockSample } from '../../../core/results.js';
import type { ClockCurve } from '../browser/page-data.js';
import { shortened } from './value-text.js';

/** Beyond so many clocks a chart tells nothing. */
const CLOCKS_SHOWN = 12;

/**
 * The offsets of each process' clock by buckets: the farthest that a bucket saw, so that a strobe
 * is not averaged away; where it saw none, the one before goes on until nobody could ask.
 */
export function clockCurves(
  samples: readonly ClockSample[],
  width_ns: number,
  buckets: number,
): ClockCurve[] {
  const curves = new Map<string, (number | null | undefined)[]>();
  for (const { time, offsets_ms } of samples) {
    const bucket = Math.min(buckets - 1, Math.floor(time / width_ns));
    for (const [node, clocks] of Object.entries(offsets_ms)) {
      if (clocks === null) {
        for (const [name, values] of curves) {
          if (name.endsWith(` on ${node}`)) values[bucket] ??= null;
        }
        continue;
      }
      for (const [process, offset_ms] of Object.entries(clocks)) {
        const name = `${process} on ${node}`;
        const values = curves.get(name) ?? [];
        curves.set(name, values);
        const before = values[bucket];
        const isFarther =
          before === undefined || before === null || Math.abs(offset_ms) > Math.abs(before);
        if (isFarther) values[bucket] = offset_ms;
      }
    }
  }
  return [...curves]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, CLOCKS_SHOWN)
    .map(([name, values]) => ({ name: shortened(name, 40), offsets_ms: filled(values, buckets) }));
}

/** Between its first and its last sample a clock that was not looked at is as it was before. */
function filled(
  values: readonly (number | null | undefined)[],
  buckets: number,
): (number | null)[] {
  const last = values.findLastIndex((value) => value !== undefined);
  let current: number | null = null;
  return Array.from({ length: buckets }, (_, i) => {
    const value = values[i];
    if (value !== undefined) current = value;
    return i <= last ? current : null;
  });
}
