import { type Exposure, type ExposureCounts, exposureOf } from '../../../core/fault-exposure.js';
import { faultWindows } from '../../../core/fault-window.js';
import { conditionInWords } from '../../../core/fault-words.js';
import { AWAIT, nemesisRecords, type NemesisRecord } from '../../../core/nemesis-record.js';
import type { RunReport } from '../../../core/results.js';
import type { Watched } from '../../../core/schedule.js';
import { count, counted, seconds } from '../../../core/words.js';
import { objectText, shortened } from '../data/value-text.js';
import { html, scrollable, type Markup } from '../markup.js';

const SHOWN = 100;
const EFFECT_LENGTH = 400;

/** What the nemesis was told, what it did, and how that is known. */
export function faultsSection({ plan, history }: RunReport): Markup | null {
  const records = nemesisRecords(history);
  if (records.length === 0) return null;
  const more = records.length - SHOWN;
  const windows = faultWindows(history, records);
  const exposures = exposureOf(plan, history, windows);
  const met = new Map(windows.map(({ begin }, i) => [begin, exposures[i]]));
  return html`<section id="faults">
    <h2>Faults, and how they are proven</h2>
    ${scrollable(
      'Faults',
      html`<table class="stacked">
        <thead>
          <tr>
            <th>when</th>
            <th>op</th>
            <th>effect</th>
            <th>proof</th>
            <th>acknowledged meanwhile</th>
          </tr>
        </thead>
        <tbody>
          ${records.slice(0, SHOWN).map((record) => row(record, met.get(record)))}
        </tbody>
      </table>`,
    )}
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

function row(record: NemesisRecord, met: Exposure | undefined): Markup {
  const { f, invocation, start_ns, end_ns, intent, records, error } = record;
  return html`<tr>
    <td class="nowrap">
      <a href="#op-${invocation}">${seconds(start_ns)}</a>
      ${end_ns === null ? 'and never ended' : `to ${seconds(end_ns)}`}
    </td>
    <td class="wrap">
      ${shortened(f, 60)}<br />
      <span class="muted">${f === AWAIT ? conditionInWords(intent) : objectText(intent)}</span>
    </td>
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
    <td class="wrap met">${met === undefined ? null : metCell(met)}</td>
  </tr>`;
}

/** What a fault met: in all, and by node. */
function metCell({ counted, byNode, ...all }: Exposure): Markup {
  const inWords = (counts: ExposureCounts): string =>
    [
      `${count(counts.acknowledged)} of ${count(counts.attempted)}`,
      counts.failed === 0 ? [] : `${count(counts.failed)} failed`,
      counts.indeterminate === 0 ? [] : `${count(counts.indeterminate)} without an answer`,
    ]
      .flat()
      .join('; ');
  return html`${counted}: ${inWords(all)}
  ${[...byNode].map(
    ([node, counts]) =>
      html`<br /><span class="muted">${shortened(node, 40)}: ${inWords(counts)}</span>`,
  )}`;
}
