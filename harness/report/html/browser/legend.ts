import type { Curve } from './curves.js';
import type { Buckets, ClockCurve } from './page-data.js';

const F_COLORS = ['f1', 'f2', 'f3', 'f4', 'f5', 'f6'] as const;

/** One line per kind of op and outcome: colour by outcome, the second kind and on dashed. */
export function rateCurves({ rates }: Buckets): Curve[] {
  const fs = [...new Set(rates.map(({ f }) => f))];
  return rates.map(({ f, type, perSecond }) => ({
    name: `${f} ${type}`,
    color: type,
    dashed: fs.indexOf(f) > 0,
    values: perSecond,
  }));
}

/** Two lines per kind of op: the median, and dashed the 99th percentile. */
export function latencyCurves({ latencies }: Buckets): Curve[] {
  return latencies.flatMap(({ f, p50_ms, p99_ms }, i) => {
    const color = F_COLORS[i] ?? 'f1';
    return [
      { name: `${f} p50`, color, dashed: false, values: p50_ms },
      { name: `${f} p99`, color, dashed: true, values: p99_ms },
    ];
  });
}

/** One line per clock: colour by the order of names, dashed where colours begin again. */
export function offsetCurves(clocks: readonly ClockCurve[]): Curve[] {
  return clocks.map(({ name, offsets_ms }, i) => ({
    name,
    color: F_COLORS[i % F_COLORS.length] ?? 'f1',
    dashed: i >= F_COLORS.length,
    values: offsets_ms,
  }));
}

/** Names the lines of a chart. */
export function showLegend(list: HTMLElement, curves: readonly Curve[]): void {
  list.replaceChildren(
    ...curves.map(({ name, color, dashed }) => {
      const item = document.createElement('li');
      const swatch = document.createElement('span');
      swatch.className = 'swatch';
      swatch.style.borderTopColor = `var(--${color})`;
      swatch.style.borderTopStyle = dashed ? 'dashed' : 'solid';
      item.append(swatch, name);
      return item;
    }),
  );
}
