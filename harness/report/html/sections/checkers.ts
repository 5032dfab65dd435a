import type { Json, JsonObject } from '../../../core/json.js';
import { isJsonObject } from '../../../core/nemesis-record.js';
import type { RunReport } from '../../../core/results.js';
import { count } from '../../../core/words.js';
import { shortened } from '../data/value-text.js';
import { html, scrollable, type Markup } from '../markup.js';
import { OUTCOME_CLASS } from './verdict.js';

/** What each checker said, and the figures per kind of op. */
export function checkersSection({ analysis }: RunReport): Markup {
  return html`<section id="checkers">
    <h2>Verdicts</h2>
    <p class="lead">A violation outranks an unknown, which outranks a valid one.</p>
    ${scrollable(
      'Verdicts of the checkers',
      html`<table class="stacked">
        <thead>
          <tr>
            <th>checker</th>
            <th>verdict</th>
            <th>reason</th>
          </tr>
        </thead>
        <tbody>
          ${analysis.verdicts.map(
            ({ checker, outcome, reason }) =>
              html`<tr>
                <td class="nowrap">${shortened(checker, 60)}</td>
                <td><span class="pill ${OUTCOME_CLASS[outcome]}">${outcome}</span></td>
                <td class="wrap">${reason}</td>
              </tr>`,
          )}
        </tbody>
      </table>`,
    )}
    ${analysis.verdicts.map(({ details }) => statsTable(details['byF']))}
  </section>`;
}

function statsTable(byF: Json | undefined): Markup | null {
  if (!Array.isArray(byF)) return null;
  const rows = (byF as readonly Json[]).filter(isJsonObject);
  return scrollable(
    'Ops by kind',
    html`<table>
      <thead>
        <tr>
          <th>op</th>
          ${['ok', 'fail', 'info', 'ok per second', 'p50 ms', 'p99 ms', 'max ms'].map(
            (name) => html`<th class="num">${name}</th>`,
          )}
          <th>errors</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(statsRow)}
      </tbody>
    </table>`,
    'spaced',
  );
}

function statsRow(row: JsonObject): Markup {
  const latency = isJsonObject(row['latency']) ? row['latency'] : {};
  const errors = isJsonObject(row['errors']) ? row['errors'] : {};
  return html`<tr>
    <td>${typeof row['f'] === 'string' ? shortened(row['f'], 60) : ''}</td>
    ${['ok', 'fail', 'info'].map((type) => html`<td class="num">${figure(row[type])}</td>`)}
    <td class="num">${figure(row['okPerSecond'])}</td>
    ${['p50_ms', 'p99_ms', 'max_ms'].map(
      (name) => html`<td class="num">${figure(latency[name])}</td>`,
    )}
    <td class="wrap">
      ${Object.entries(errors)
        .map(([code, number]) => `${shortened(code, 60)} ${figure(number)}`)
        .join(', ')}
    </td>
  </tr>`;
}

function figure(value: Json | undefined): string {
  if (typeof value !== 'number') return '';
  return Number.isInteger(value) ? count(value) : value.toPrecision(3);
}
