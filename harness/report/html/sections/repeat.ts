import type { Json } from '../../../core/json.js';
import { jsonText } from '../../../core/json-text.js';
import type { RunRecord, RunReport } from '../../../core/results.js';
import type { ImportedHistory } from '../../../core/plan.js';
import { count, seconds } from '../../../core/words.js';
import { shortened } from '../data/value-text.js';
import { html, scrollable, type Markup, type Part } from '../markup.js';

/** How to see it again: command, seed, versions, resolved configuration. */
export function repeatSection(report: RunReport): Markup {
  const { run, plan, folder } = report;
  if (plan.imported !== undefined) return originSection(report, plan.imported);
  const facts: (readonly [string, Part])[] = [
    ['seed', plan.seed],
    ['started', run.startedAt],
    ['Faultline', run.faultlineVersion],
    ...Object.entries(run.versions),
    ['nodes', plan.nodes.join(', ')],
    ['run folder', html`<span class="mono">${folder}</span>`],
    ...(run.recovery === null
      ? []
      : [
          [
            'recovery',
            `${run.recovery.recovered ? 'whole again' : 'not whole'} after ${(run.recovery.duration_ms / 1_000).toFixed(1)} s`,
          ] as const,
        ]),
    ...(run.phases.length === 0
      ? []
      : [
          [
            'phases',
            run.phases.map(({ name, start, end }) => `${name} ${seconds(end - start)}`).join(', '),
          ] as const,
        ]),
  ];
  return html`<section id="repeat">
    <h2>See it again</h2>
    <p class="lead">
      The seed fixes the generated ops and the fault schedule. It does not fix the store, whose own
      timing differs from run to run.
    </p>
    ${commandBox(run.command)} ${factList(facts)} ${settingsTable(run)}
    <details>
      <summary>Resolved configuration</summary>
      <pre tabindex="0" aria-label="Resolved configuration" role="group">
${jsonText(plan as unknown as Json, 2)}</pre>
    </details>
  </section>`;
}

/** Of an imported history: where it comes from, how it was understood, and how to judge it again. */
function originSection(
  { run, plan, folder, history }: RunReport,
  { file, format }: ImportedHistory,
): Markup {
  const { name = '', options = {} } = plan.model ?? {};
  const facts: (readonly [string, Part])[] = [
    ['file', html`<span class="mono">${file}</span>`],
    ['format', format],
    ['events', count(history.length)],
    ['model', name],
    ...Object.entries(options).map(([option, value]): readonly [string, Part] => [
      option,
      shortened(value === undefined ? '' : jsonText(value)),
    ]),
    ...(plan.nodes.length === 0 ? [] : [['nodes', plan.nodes.join(', ')] as const]),
    ...(run.notes ?? []).map((note) => ['note', note] as const),
    ['Faultline', run.faultlineVersion],
    ['run folder', html`<span class="mono">${folder}</span>`],
  ];
  return html`<section id="repeat">
    <h2>Where it comes from</h2>
    <p class="lead">
      This history was recorded by another program and imported. An op has the number of its event
      in the file, from 0. The command judges it again.
    </p>
    ${commandBox(run.command)} ${factList(facts)}
  </section>`;
}

function commandBox(command: string): Markup {
  return html`<div class="command">
    <pre id="command" tabindex="0" aria-label="Command" role="group">${command}</pre>
    <button type="button" id="copy">Copy</button>
  </div>`;
}

function factList(facts: readonly (readonly [string, Part])[]): Markup {
  return html`<dl style="margin: 20px 0">
    ${facts.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

/** Every setting of the store that differed from the store's default, since it may decide a result. */
function settingsTable({ changedSettings = [] }: RunRecord): Markup | null {
  if (changedSettings.length === 0) return null;
  return html`<h3>Settings changed from the store's defaults</h3>
    ${scrollable(
      'Settings changed from the defaults',
      html`<table>
        <thead>
          <tr>
            <th>setting</th>
            <th>in this run</th>
            <th>default</th>
            <th>changed by</th>
          </tr>
        </thead>
        <tbody>
          ${changedSettings.map(
            (one) =>
              html`<tr>
                <td class="mono">${one.name}</td>
                <td>${one.value}</td>
                <td>${one.default}</td>
                <td class="wrap">
                  ${one.option === null ? `the harness: ${one.reason ?? ''}` : `option ${one.option}`}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>`,
    )}`;
}
