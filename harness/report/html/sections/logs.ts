import type { RunReport } from '../../../core/results.js';
import { html, type Markup } from '../markup.js';

/** So much of all logs together is shown, of each its end: the files have the rest. */
const ALL_TAILS_LENGTH = 120_000;
const LONGEST_TAIL = 12_000;
const LOGS_SHOWN = 100;

/** The ends of the nodes' logs. */
export function logsSection({ logTails }: RunReport): Markup | null {
  const logs = Object.entries(logTails);
  if (logs.length === 0) return null;
  const longest = Math.min(LONGEST_TAIL, Math.floor(ALL_TAILS_LENGTH / logs.length));
  return html`<section id="logs">
    <h2>Logs of the nodes</h2>
    <p class="lead">The last lines of each; the whole files are in the run's folder.</p>
    ${logs.slice(0, LOGS_SHOWN).map(
      ([name, tail]) =>
        html`<details>
          <summary class="mono">${name}</summary>
          <pre tabindex="0" role="group" aria-label="${name}">
${tail.length > longest ? `…${tail.slice(-longest)}` : tail}</pre>
        </details>`,
    )}
  </section>`;
}
