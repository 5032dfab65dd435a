import type { TestPlan } from '../../core/plan.js';
import type { RunReport } from '../../core/results.js';
import { pageDataOf } from './data/page-data.js';
import { shortened } from './data/value-text.js';
import { html, inlineJson, Markup } from './markup.js';
import { pageScript } from './page-script.js';
import { checkerSections } from './sections/checker-sections.js';
import { checkersSection } from './sections/checkers.js';
import { eventsSection } from './sections/events.js';
import { faultsSection } from './sections/faults.js';
import { logsSection } from './sections/logs.js';
import { proofSection } from './sections/proof.js';
import { repeatSection } from './sections/repeat.js';
import { timelineSection } from './sections/timeline.js';
import { verdictSection } from './sections/verdict.js';
import { STYLE } from './style.js';

/** Nothing may be fetched from anywhere; style and script stand in the page itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/**
 * The report of one run as one file: it opens from disk without a network, and carries of a long
 * history what stands near the anomalies, with aggregates of the rest.
 */
export function renderHtml(report: RunReport): string {
  const data = pageDataOf(report);
  const { plan, run } = report;
  const proof = proofSection(report);
  const sections = checkerSections(report);
  const faults = faultsSection(report);
  const events = eventsSection(report);
  const logs = logsSection(report);
  const links = [
    ['timeline-section', 'Timeline', data],
    ['proof', 'Proof', proof],
    ...sections.map(({ id, link, content }) => [id, link, content] as const),
    ['faults', 'Faults', faults],
    ['events', 'Events', events],
    ['checkers', 'Verdicts', data],
    ['repeat', plan.imported === undefined ? 'Again' : 'Origin', data],
    ['logs', 'Logs', logs],
  ] as const;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${plan.name}: ${report.analysis.outcome}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <strong>Faultline</strong>
          <span>${subjectOf(plan)}, ${dateInWords(run.startedAt)}</span>
          <nav aria-label="Sections">
            ${links
              .filter(([, , section]) => section !== null)
              .map(([id, words]) => html`<a href="#${id}">${words}</a>`)}
          </nav>
        </header>
        <main>
          ${verdictSection(report)} ${timelineSection(report, data)} ${proof}
          ${sections.map(({ content }) => content)} ${faults} ${events} ${checkersSection(report)}
          ${repeatSection(report)} ${logs}
        </main>
        <footer>Made by Faultline ${run.faultlineVersion}. This file needs no network.</footer>
        <script type="application/json" id="page-data">
          ${inlineJson(data)}
        </script>
        <script>
          ${new Markup(pageScript())};
        </script>
      </body>
    </html> `;
  return page.text;
}

/** What was tested, in a few words. */
function subjectOf({ name, system, imported }: TestPlan): string {
  return imported === undefined
    ? `${name} on ${system.name}`
    : `${shortened(imported.file, 60)} (${imported.format})`;
}

/** `2020-01-01T00:00:00.000Z` as `2020-01-01 00:00 UTC`. */
function dateInWords(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):.*Z$/, '$1 $2 UTC');
}
