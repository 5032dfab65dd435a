import type { Curve } from './curves.js';
import type { Buckets, ClockCurve } from './page-data.js';

const F_COLORS = ['f1', 'f2', 'f3', 'f4', 'f5', 'f6'] as const;
const F_MARKS = ['', '■', '▲', '◆', '✚', '●'] as const;
const OUTCOME_MARKS = { ok: '', fail: '×', info: '?' } as const;

/** One line per kind of op and outcome: colour and width by outcome, the mark by both. */
export function rateCurves({ rates }: Buckets): Curve[] {
  const fs = [...new Set(rates.map(({ f }) => f))];
  return rates.map(({ f, type, perSecond }) => ({
    name: `${f} ${type}`,
    color: type,
    mark: `${F_MARKS[fs.indexOf(f) % F_MARKS.length] ?? ''}${OUTCOME_MARKS[type]}`,
    thin: type !== 'ok',
    values: perSecond,
  }));
}

/** Two lines per kind of op: the median, and thin the 99th percentile. */
export function latencyCurves({ latencies }: Buckets): Curve[] {
  return latencies.flatMap(({ f, p50_ms, p99_ms }, i) => {
    const look = lookOf(i);
    return [
      { ...look, name: `${f} p50`, thin: false, values: p50_ms },
      { ...look, name: `${f} p99`, thin: true, values: p99_ms },
    ];
  });
}

/** One line per clock: thin where colours and marks begin again. */
export function offsetCurves(clocks: readonly ClockCurve[]): Curve[] {
  return clocks.map(({ name, offsets_ms }, i) => ({
    ...lookOf(i),
    name,
    thin: i >= F_COLORS.length,
    values: offsets_ms,
  }));
}

function lookOf(i: number): Pick<Curve, 'color' | 'mark'> {
  return { color: F_COLORS[i % F_COLORS.length] ?? 'f1', mark: F_MARKS[i % F_MARKS.length] ?? '' };
}

/** Names the lines of a chart. */
export function showLegend(list: HTMLElement, curves: readonly Curve[]): void {
  list.replaceChildren(
    ...curves.map((curve) => {
      const item = document.createElement('li');
      const swatch = document.createElement('span');
      swatch.className = curve.thin ? 'swatch thin' : 'swatch';
      swatch.style.color = `var(--${curve.color})`;
      swatch.dataset['mark'] = curve.mark;
      item.append(swatch, curve.name);
      return item;
    }),
  );
}
