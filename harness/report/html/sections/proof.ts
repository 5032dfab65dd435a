import type { History } from '../../../core/history.js';
import { isJsonObject } from '../../../core/nemesis-record.js';
import type { Analysis, RunReport } from '../../../core/results.js';
import type { LegalOrders } from '../../../core/legal-orders.js';
import type { Anomaly } from '../../../core/verdict.js';
import { count, seconds } from '../../../core/words.js';
import { ANOMALIES_SHOWN } from '../data/orders.js';
import { shortened, valueText } from '../data/value-text.js';
import { html, Markup, scrollable } from '../markup.js';

/** The others open at a click. */
const ANOMALIES_OPEN = 1;
const OPS_SHOWN = 24;

/** The ops that prove each anomaly, with the reason. */
export function proofSection({ analysis, history }: RunReport): Markup | null {
  const anomalies = analysis.verdicts.flatMap((verdict) => verdict.anomalies);
  if (anomalies.length === 0) return null;
  const more = anomalies.length - ANOMALIES_SHOWN;
  return html`<section id="proof">
    <h2>The proof</h2>
    <p class="lead">Each of these follows from the ops below it alone. ${lastKept(analysis)}</p>
    ${anomalies.slice(0, ANOMALIES_SHOWN).map((anomaly, i) => oneAnomaly(anomaly, history, i))}
    ${more > 0 ? html`<p class="muted">${count(more)} more are in results.json.</p>` : null}
  </section>`;
}

/** The last op that was still fine, where a checker tells. */
function lastKept({ verdicts }: Analysis): Markup | null {
  for (const { details } of verdicts) {
    const kept = details['lastKept'];
    if (!isJsonObject(kept)) continue;
    const { op, element, node, end_ns } = kept;
    if (typeof op !== 'number' || typeof end_ns !== 'number') continue;
    return html`The last write before them that was kept is <a href="#op-${op}">op ${op}</a>:
      element ${valueText(element)}, acknowledged by
      ${typeof node === 'string' ? shortened(node, 40) : '?'} at ${seconds(end_ns)}.`;
  }
  return null;
}

function oneAnomaly(
  { kind, ops, reason, story = [], orders }: Anomaly,
  history: History,
  i: number,
): Markup {
  const known = ops.filter((index) => index >= 0 && index < history.length);
  const hasLines = known.some((index) => history.line(index) !== undefined);
  const more = known.length - OPS_SHOWN;
  return html`<details
    class="card proof"
    id="anomaly-${i + 1}"
    ${i < ANOMALIES_OPEN ? new Markup('open') : null}
  >
    <summary><span class="pill bad">${shortened(kind, 60)}</span> ${reason}</summary>
    ${story.length === 0 ? null : storyList(story)}
    ${scrollable(
      `Ops of anomaly ${i + 1}`,
      html`<table>
        <thead>
          <tr>
            <th>op</th>
            ${hasLines ? html`<th>line</th>` : null}
            <th>time</th>
            <th>process</th>
            <th>node</th>
            <th>event</th>
            <th>value</th>
          </tr>
        </thead>
        <tbody>
          ${known.slice(0, OPS_SHOWN).map((index) => eventRow(history, index, hasLines))}
        </tbody>
      </table>`,
    )}
    ${more > 0 ? html`<p class="muted small">and ${count(more)} more ops</p>` : null}
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

function eventRow(history: History, index: number, hasLines: boolean): Markup {
  const { process, node, type, f, value, time, error } = history.op(index);
  return html`<tr>
    <td class="nowrap"><a href="#op-${index}">${index}</a></td>
    ${hasLines ? html`<td>${history.line(index) ?? ''}</td>` : null}
    <td class="nowrap">${seconds(time)}</td>
    <td>${process}</td>
    <td>${shortened(node ?? '', 40)}</td>
    <td class="nowrap">${type} ${shortened(f, 40)}</td>
    <td class="wrap mono">
      ${valueText(value)}${error === undefined ? null : ` ${shortened(error.code, 60)}`}
    </td>
  </tr>`;
}
