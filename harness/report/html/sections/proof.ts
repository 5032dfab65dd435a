import type { History } from '../../../core/history.js';
import type { Analysis, RunReport } from '../../../core/results.js';
import type { LegalOrders } from '../../../core/legal-orders.js';
import type { Anomaly } from '../../../core/verdict.js';
import { count } from '../../../core/words.js';
import { storyOf } from '../../anomaly-story.js';
import { ANOMALIES_SHOWN } from '../data/orders.js';
import { shortened } from '../data/value-text.js';
import { html, Markup } from '../markup.js';
import { prose } from './checker-sections.js';
import { cycleFigure } from './cycle-figure.js';
import { opsTable } from './ops-table.js';

/** The others open at a click. */
const ANOMALIES_OPEN = 1;

/** The ops that prove each anomaly, with the reason. */
export function proofSection({ analysis, history }: RunReport): Markup | null {
  const anomalies = analysis.verdicts.flatMap((verdict) => verdict.anomalies);
  if (anomalies.length === 0) return null;
  const more = anomalies.length - ANOMALIES_SHOWN;
  return html`<section id="proof">
    <h2>The proof</h2>
    <p class="lead">Each of these follows from the ops below it alone.${leadOf(analysis)}</p>
    ${anomalies.slice(0, ANOMALIES_SHOWN).map((anomaly, i) => oneAnomaly(anomaly, history, i))}
    ${more > 0 ? html`<p class="muted">${count(more)} more are in results.json.</p>` : null}
  </section>`;
}

/** What checkers say is to be known before the anomalies are read. */
function leadOf({ verdicts }: Analysis): readonly (Markup | string)[] {
  return verdicts.flatMap(({ lead }) => (lead === undefined ? [] : [' ', prose(lead)]));
}

function oneAnomaly(anomaly: Anomaly, history: History, i: number): Markup {
  const { kind, ops, reason, orders } = anomaly;
  const story = storyOf(anomaly);
  return html`<details
    class="card proof"
    id="anomaly-${i + 1}"
    ${i < ANOMALIES_OPEN ? new Markup('open') : null}
  >
    <summary><span class="pill bad">${shortened(kind, 60)}</span> ${reason}</summary>
    ${story.length === 0 ? null : storyList(story)} ${cycleFigure(anomaly)}
    ${opsTable(`Ops of anomaly ${i + 1}`, ops, history)}
    ${orders === undefined ? null : ordersFigure(orders, i)}
  </details>`;
}

/** What the ops did; each line ends with the op's number, which stands in the table below. */
function storyList(story: readonly string[]): Markup {
  return html`<ul class="small story">
    ${story.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

/** The place of the orders, which the page's script draws. */
function ordersFigure({ hiddenBefore, hiddenAfter }: LegalOrders, i: number): Markup {
  const hidden = hiddenBefore + hiddenAfter;
  return html`<figure class="orders" id="orders-${i}">
    <figcaption class="small">
      How far a legal order goes.
      <span class="which muted"></span>
      <button type="button" class="alarm to-error">First op that fits nowhere</button>
    </figcaption>
    <div class="scroll">
      <svg
        tabindex="0"
        role="application"
        aria-label="Legal orders. Arrow keys step through."
      ></svg>
    </div>
    <p class="state mono" aria-live="polite"></p>
    <p class="muted small">
      Red: the ops that the sentence names, and a smallest set of ops that has no legal order by
      itself. Point at an op for the state before and after it, click it for the longest order that
      holds it, step with <kbd>←</kbd> <kbd>→</kbd>.
      ${hidden === 0 ? null : `${count(hidden)} more ops of this object are not shown.`}
    </p>
  </figure>`;
}
