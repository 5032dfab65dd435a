import type { RunReport } from '../../../core/results.js';
import type { Figure } from '../../../core/section.js';
import { count } from '../../../core/words.js';
import { shortened } from '../data/value-text.js';
import { html, type Markup } from '../markup.js';

const FIGURES_SHOWN = 24;

/** The counts that a reader asks for first: those of the checkers, or else of all ops. */
export function figures(report: RunReport): Markup | null {
  const ofCheckers = report.analysis.verdicts.flatMap((verdict) => verdict.figures ?? []);
  const items = ofCheckers.length > 0 ? ofCheckers.slice(0, FIGURES_SHOWN) : opCounts(report);
  if (items.length === 0) return null;
  return html`<ul class="figures">
    ${items.map(
      ({ name, value, alarm = false }) =>
        html`<li class="${alarm ? 'alarm' : ''}">
          <b>${shortened(value, 40)}</b><span>${shortened(name, 40)}</span>
        </li>`,
    )}
  </ul>`;
}

/** Client ops by outcome. */
function opCounts({ history }: RunReport): Figure[] {
  const counts = { ok: 0, fail: 0, info: 0 };
  for (let index = 0; index < history.length; index += 1) {
    const type = history.type(index);
    if (type !== 'invoke' && !history.isNemesis(index)) counts[type] += 1;
  }
  return Object.entries(counts).map(([type, number]) => ({
    name: `ops ${type}`,
    value: count(number),
  }));
}
