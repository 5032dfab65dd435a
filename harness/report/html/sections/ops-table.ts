import type { History } from '../../../core/history.js';
import { count, seconds } from '../../../core/words.js';
import { shortened, valueText } from '../data/value-text.js';
import { html, type Markup, scrollable } from '../markup.js';

const OPS_SHOWN = 24;

/** Events of a history, with all that they hold. */
export function opsTable(title: string, ops: readonly number[], history: History): Markup {
  const known = ops.filter((index) => index >= 0 && index < history.length);
  const hasLines = known.some((index) => history.line(index) !== undefined);
  const more = known.length - OPS_SHOWN;
  return html`${scrollable(
    title,
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
  ${more > 0 ? html`<p class="muted small">and ${count(more)} more ops</p>` : null}`;
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
