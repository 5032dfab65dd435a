import { faultWindows } from '../../../core/fault-window.js';
import { faultInWords } from '../../../core/fault-words.js';
import type { History } from '../../../core/history.js';
import type { RoleSample } from '../../../core/results.js';
import type { FaultBand, RoleBand } from '../browser/page-data.js';
import { shortened } from './value-text.js';

/** When which fault was active; each stands in the first row that is free by then. */
export function faultBands(history: History): FaultBand[] {
  const free_ns: number[] = [];
  return faultWindows(history)
    .toSorted((a, b) => a.from_ns - b.from_ns)
    .map(({ fault, begin, from_ns, to_ns }) => {
      const found = free_ns.findIndex((end_ns) => end_ns <= from_ns);
      const row = found === -1 ? free_ns.length : found;
      free_ns[row] = to_ns;
      return {
        row,
        name: shortened(fault, 40),
        words: shortened(faultInWords(begin)),
        from_ns,
        to_ns,
      };
    });
}

/** Who each node said it was, from sample to sample. */
export function roleBands(samples: readonly RoleSample[], duration_ns: number): RoleBand[] {
  const spans = new Map<string, { role: string; from_ns: number; to_ns: number }[]>();
  for (const { time, roles } of samples) {
    for (const { node, role } of roles) {
      const band = spans.get(node) ?? [];
      spans.set(node, band);
      const last = band.at(-1);
      if (last !== undefined) last.to_ns = time;
      if (last?.role !== role) band.push({ role, from_ns: time, to_ns: duration_ns });
      else last.to_ns = duration_ns;
    }
  }
  return [...spans]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, band]) => ({
      node,
      spans: band.map((span, i) => ({
        ...span,
        to_ns: band[i + 1] === undefined ? duration_ns : span.to_ns,
      })),
    }));
}
