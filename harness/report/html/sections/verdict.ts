import { boundInWords } from '../../../core/bound.js';
import type { RunReport } from '../../../core/results.js';
import type { Outcome } from '../../../core/verdict.js';
import { resultInWords, resultOf, type RunResult } from '../../run-result.js';
import { html, type Markup } from '../markup.js';
import { boundFigure } from './bound-figure.js';
import { figures } from './figures.js';

/** A sentence of more letters is set smaller, since it may tell of several faults. */
const LONG_SENTENCE = 140;

const RESULT_CLASS: Readonly<Record<RunResult, string>> = {
  passed: 'good',
  failed: 'bad',
  'proved-nothing': 'open',
};

/** The class of an outcome's colour. */
export const OUTCOME_CLASS: Readonly<Record<Outcome, string>> = {
  valid: 'good',
  invalid: 'bad',
  unknown: 'open',
};

/** What was decided, in one sentence, and whether that was expected. */
export function verdictSection(report: RunReport): Markup {
  const { analysis, scenario, run } = report;
  const { outcome, judgement } = analysis;
  const missing = judgement?.result === 'proved-nothing' ? judgement.missing : [];
  return html`<section class="verdict" id="verdict" aria-labelledby="sentence">
    <span class="pill ${OUTCOME_CLASS[outcome]}">${outcome}</span>
    ${
      scenario === null
        ? null
        : html`<span class="pill ${RESULT_CLASS[resultOf(report)]}">${resultInWords(report)}</span>`
    }
    ${run.simulated ? html`<span class="pill open">simulated</span>` : null}
    <h1 id="sentence" class="${analysis.sentence.length > LONG_SENTENCE ? 'long' : null}">
      ${analysis.sentence}
    </h1>
    ${judgement?.result === 'not-as-expected' ? html`<p>${judgement.sentence}</p>` : null}
    ${
      missing.length === 0
        ? null
        : html`<p>Missing for a proof:</p>
            <ul>
              ${missing.map((item) => html`<li>${item}</li>`)}
            </ul>`
    }
    ${
      run.ended === 'completed'
        ? null
        : html`<p>The run ${run.ended}${run.failure === undefined ? '' : `: ${run.failure}`}.</p>`
    }
    ${
      scenario === null
        ? null
        : html`<p class="claim">
            Claim: ${scenario.claim} <span class="small">(${scenario.source})</span> Expected:
            ${scenario.expectation}${scenario.bound === undefined ? '' : ` (${boundInWords(scenario.bound)})`}.
          </p>`
    }
    ${boundFigure(report)} ${figures(report)}
  </section>`;
}
