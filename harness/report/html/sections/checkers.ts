import type { RunReport } from '../../../core/results.js';
import { shortened } from '../data/value-text.js';
import { html, scrollable, type Markup } from '../markup.js';
import { runParts } from './checker-sections.js';
import { OUTCOME_CLASS } from './verdict.js';

/** What each checker said, and what those show that speak of the run itself. */
export function checkersSection(report: RunReport): Markup {
  const { analysis } = report;
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
    ${runParts(report)}
  </section>`;
}
