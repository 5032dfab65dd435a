import type { RunReport } from '../../../core/results.js';
import { count, seconds } from '../../../core/words.js';
import { EVENTS_DRAWN } from '../data/bands.js';
import { shortened } from '../data/value-text.js';
import { html, type Markup, scrollable } from '../markup.js';

/** The file has them all. */
const EVENTS_SHOWN = 300;

/** What programs of the store published, in order. */
export function eventsSection({ events }: Pick<RunReport, 'events'>): Markup | null {
  if (events.length === 0) return null;
  const more = events.length - EVENTS_SHOWN;
  const lastDrawn = events.length > EVENTS_DRAWN ? events[EVENTS_DRAWN - 1] : undefined;
  return html`<section id="events">
    <h2>Events of the store</h2>
    <p class="lead">
      What its programs published, and when it was heard. In the timeline, each is a mark on the
      band of the node that told it.
      ${
        lastDrawn === undefined
          ? null
          : `There are ${count(events.length)} of them. The timeline, and what it says of an op, has the first ${count(EVENTS_DRAWN)} only, which were heard until ${seconds(lastDrawn.time)}.`
      }
    </p>
    ${scrollable(
      'events of the store',
      html`<table>
        <thead>
          <tr>
            <th>time</th>
            <th>node</th>
            <th>event</th>
            <th>text</th>
          </tr>
        </thead>
        <tbody>
          ${events.slice(0, EVENTS_SHOWN).map(
            ({ time, node, name, text }) =>
              html`<tr>
                <td class="nowrap">${seconds(time)}</td>
                <td>${shortened(node, 40)}</td>
                <td class="nowrap mono">${shortened(name, 60)}</td>
                <td class="wrap mono">${shortened(text)}</td>
              </tr>`,
          )}
        </tbody>
      </table>`,
    )}
    ${
      more > 0
        ? html`<p class="muted small">
            and ${count(more)} more in events.jsonl, in the run's folder
          </p>`
        : null
    }
  </section>`;
}
