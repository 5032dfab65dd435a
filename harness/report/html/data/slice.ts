import type { History } from '../../../core/history.js';
import type { Gap } from '../browser/page-data.js';

/** The part of a history that a page carries. */
export interface Slice {
  /** Invocations of client ops, ascending. */
  readonly invocations: readonly number[];
  readonly gaps: readonly Gap[];
}

/**
 * Chooses client ops by their distance to the moments that matter, in order of the history:
 * what stands near an op of interest is kept, the rest becomes gaps.
 */
export function sliceOf(history: History, interesting: readonly number[], limit: number): Slice {
  const all: number[] = [];
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) === 'invoke' && !history.isNemesis(index)) all.push(index);
  }
  if (all.length <= limit) return { invocations: all, gaps: [] };
  const kept = nearest(all, interesting, limit);
  return { invocations: all.filter((_, i) => kept.has(i)), gaps: gapsOf(history, all, kept) };
}

/** Positions in `all` around the interesting indices, widened on all sides by turns. */
function nearest(
  all: readonly number[],
  interesting: readonly number[],
  limit: number,
): ReadonlySet<number> {
  const centres = [...new Set(interesting.length === 0 ? [0] : interesting)].map((index) =>
    positionOf(all, index),
  );
  const kept = new Set<number>();
  for (let radius = 0; radius < all.length && kept.size < limit; radius += 1) {
    for (const centre of centres) {
      for (const position of [centre - radius, centre + radius]) {
        if (kept.size < limit && position >= 0 && position < all.length) kept.add(position);
      }
    }
  }
  return kept;
}

/** The position of the last invocation at or before an index of the history. */
function positionOf(all: readonly number[], index: number): number {
  let low = 0;
  let high = all.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((all[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

function gapsOf(history: History, all: readonly number[], kept: ReadonlySet<number>): Gap[] {
  const gaps: Gap[] = [];
  let first: number | null = null;
  for (let i = 0; i <= all.length; i += 1) {
    const isGap = i < all.length && !kept.has(i);
    if (isGap) first ??= i;
    if (isGap || first === null) continue;
    const from = all[first] ?? 0;
    const to = all[i - 1] ?? 0;
    gaps.push({ from_ns: history.time(from), to_ns: history.time(to), ops: i - first });
    first = null;
  }
  return gaps;
}
