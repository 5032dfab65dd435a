import { conditionInWords } from '../../../core/fault-words.js';
import { AWAIT, nemesisRecords, type NemesisRecord } from '../../../core/nemesis-record.js';
import type { RunReport } from '../../../core/results.js';
import type { Watched } from '../../../core/schedule.js';
import { count, counted, seconds } from '../../../core/words.js';
import { objectText, shortened } from '../data/value-text.js';
import { html, type Markup } from '../markup.js';

const SHOWN = 100;
const EFFECT_LENGTH = 400;

/** What the nemesis was told, what it did, and how that is known. */
export function faultsSection({ history }: RunReport): Markup | null {
  const records = nemesisRecords(history);
  if (records.length === 0) return null;
  const more = records.length - SHOWN;
  return html`<section id="faults">
    <h2>Faults, and how they are proven</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>from</th>
            <th>to</th>
            <th>op</th>
            <th>intent</th>
            <th>effect</th>
            <th>proof</th>
          </tr>
        </thead>
        <tbody>
          ${records.slice(0, SHOWN).map(row)}
        </tbody>
      </table>
    </div>
    ${more > 0 ? html`<p class="muted">and ${count(more)} more</p>` : null}
  </section>`;
}

/** Whether a fault was in effect until its end. */
function lasting({ fault, looks, lapses }: Watched): Markup {
  const seen = `${fault} was looked at ${counted(looks, 'time')} until its end`;
  if (lapses.length === 0) return html`<p class="small">${seen}, and in effect each time.</p>`;
  return html`<p class="small">
    <span class="pill open">did not last</span> ${seen}.
    ${lapses.map(
      ({ node, lastSeen_ns, firstMissed_ns, evidence }) =>
        html`On ${shortened(node, 40)} it was last seen in effect at ${seconds(lastSeen_ns)}, and
        first missed at ${seconds(firstMissed_ns)}:
        ${shortened(evidence.join('; '), EFFECT_LENGTH)}. `,
    )}
  </p>`;
}

function row({ f, invocation, start_ns, end_ns, intent, records, error }: NemesisRecord): Markup {
  return html`<tr>
    <td class="nowrap"><a href="#op-${invocation}">${seconds(start_ns)}</a></td>
    <td class="nowrap">${end_ns === null ? 'never' : seconds(end_ns)}</td>
    <td class="nowrap">${shortened(f, 60)}</td>
    <td class="wrap">${f === AWAIT ? conditionInWords(intent) : objectText(intent)}</td>
    <td class="wrap">
      ${records.map(({ effect }) => objectText(effect, EFFECT_LENGTH)).join('; ')}
    </td>
    <td class="wrap">
      ${records.map(
        ({ proof }) =>
          html`<span class="pill ${proof.proven ? 'good' : 'open'}"
              >${proof.proven ? 'proven' : 'not proven'}</span
            >
            ${shortened(proof.evidence.join('; '), EFFECT_LENGTH)}`,
      )}
      ${records.map(({ watched }) => (watched === undefined ? null : lasting(watched)))}
      ${error === undefined ? null : shortened(error.message ?? error.code, EFFECT_LENGTH)}
    </td>
  </tr>`;
}
