import { NS_PER_MS } from '../../../core/clock.js';
import { isJsonObject } from '../../../core/nemesis-record.js';
import type { RunReport } from '../../../core/results.js';
import { count } from '../../../core/words.js';
import { html, type Markup } from '../markup.js';

/** Categories of the `lost-writes` checker whose presence is a violation. */
const ALARMING: ReadonlySet<string> = new Set([
  'lost',
  'stale',
  'unexpected',
  'aborted',
  'duplicated',
]);
/** Shown also when they are zero. */
const ALWAYS: ReadonlySet<string> = new Set(['attempted', 'acknowledged', 'lost']);

/** The counts that a reader asks for first. */
export function figures(report: RunReport): Markup | null {
  const items = [...elementCounts(report), ...lossLength(report), ...opCounts(report)];
  if (items.length === 0) return null;
  return html`<ul class="figures">
    ${items.map(
      ({ name, value, alarm }) =>
        html`<li class="${alarm ? 'alarm' : ''}"><b>${value}</b><span>${name}</span></li>`,
    )}
  </ul>`;
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly alarm: boolean;
}

function elementCounts({ analysis }: RunReport): Figure[] {
  for (const { details } of analysis.verdicts) {
    const counts = details['counts'];
    if (!isJsonObject(counts)) continue;
    return Object.entries(counts).flatMap(([name, value]) =>
      typeof value === 'number' && (value > 0 || ALWAYS.has(name))
        ? [{ name, value: count(value), alarm: value > 0 && ALARMING.has(name) }]
        : [],
    );
  }
  return [];
}

function lossLength({ analysis }: RunReport): Figure[] {
  for (const { details } of analysis.verdicts) {
    const window = details['lossWindow'];
    if (!isJsonObject(window) || typeof window['duration_ns'] !== 'number') continue;
    const duration_ms = window['duration_ns'] / NS_PER_MS;
    const value =
      duration_ms < 1_000
        ? `${duration_ms.toFixed(0)} ms`
        : `${(duration_ms / 1_000).toFixed(1)} s`;
    return [{ name: 'window of loss', value, alarm: true }];
  }
  return [];
}

/** Where no checker counts elements: client ops by outcome. */
function opCounts({ analysis, history }: RunReport): Figure[] {
  if (analysis.verdicts.some(({ details }) => isJsonObject(details['counts']))) return [];
  const counts = { ok: 0, fail: 0, info: 0 };
  for (let index = 0; index < history.length; index += 1) {
    const type = history.type(index);
    if (type !== 'invoke' && !history.isNemesis(index)) counts[type] += 1;
  }
  return Object.entries(counts).map(([type, number]) => ({
    name: `ops ${type}`,
    value: count(number),
    alarm: false,
  }));
}
