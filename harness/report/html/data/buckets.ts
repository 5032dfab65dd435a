import { NS_PER_MS, NS_PER_S } from '../../../core/clock.js';
import type { History } from '../../../core/history.js';
import type { Buckets } from '../browser/page-data.js';
import { shortened } from './value-text.js';

/** How many there are. */
export const BUCKETS = 200;
/** Beyond so many kinds of op a chart tells nothing; the most frequent ones are shown. */
const FS_SHOWN = 6;

type Ending = 'ok' | 'fail' | 'info';

interface Series {
  readonly counts: Readonly<Record<Ending, Float64Array>>;
  readonly latencies_ns: number[][];
  total: number;
}

/** Rates and latencies of the whole run. Ops without a completion end nowhere. */
export function bucketsOf(history: History, duration_ns: number): Buckets {
  const width_ns = Math.max(1, duration_ns / BUCKETS);
  const byF = new Map<string, Series>();
  for (let index = 0; index < history.length; index += 1) {
    const type = history.type(index);
    if (type === 'invoke' || history.isNemesis(index)) continue;
    const series = seriesOf(byF, history.f(index));
    const bucket = Math.min(BUCKETS - 1, Math.floor(history.time(index) / width_ns));
    series.total += 1;
    series.counts[type][bucket] = (series.counts[type][bucket] ?? 0) + 1;
    const invocation = history.pairOf(index);
    if (type === 'ok' && invocation !== null) {
      series.latencies_ns[bucket]?.push(history.time(index) - history.time(invocation));
    }
  }
  const shown = [...byF].sort(([, a], [, b]) => b.total - a.total).slice(0, FS_SHOWN);
  const perBucket_s = width_ns / NS_PER_S;
  return {
    width_ns,
    rates: shown.flatMap(([f, { counts }]) =>
      (['ok', 'fail', 'info'] as const)
        .filter((type) => counts[type].some((number) => number > 0))
        .map((type) => ({
          f: shortened(f, 40),
          type,
          perSecond: rounded(counts[type], perBucket_s),
        })),
    ),
    latencies: shown
      .filter(([, { counts }]) => counts.ok.some((number) => number > 0))
      .map(([f, { latencies_ns }]) => ({
        f: shortened(f, 40),
        p50_ms: latencies_ns.map((durations) => quantile_ms(durations, 0.5)),
        p99_ms: latencies_ns.map((durations) => quantile_ms(durations, 0.99)),
      })),
  };
}

function seriesOf(byF: Map<string, Series>, f: string): Series {
  let series = byF.get(f);
  if (series === undefined) {
    series = {
      counts: {
        ok: new Float64Array(BUCKETS),
        fail: new Float64Array(BUCKETS),
        info: new Float64Array(BUCKETS),
      },
      latencies_ns: Array.from({ length: BUCKETS }, () => []),
      total: 0,
    };
    byF.set(f, series);
  }
  return series;
}

function rounded(counts: Float64Array, width_s: number): number[] {
  return [...counts].map((number) => Number((number / width_s).toPrecision(4)));
}

function quantile_ms(durations_ns: readonly number[], q: number): number | null {
  const sorted = Float64Array.from(durations_ns).sort();
  const duration_ns = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1];
  return duration_ns === undefined ? null : Number((duration_ns / NS_PER_MS).toPrecision(4));
}
