import type { Json, JsonObject } from '../../../core/json.js';
import { isJsonObject, stringsOf } from '../../../core/nemesis-record.js';
import type { RunReport } from '../../../core/results.js';
import { count, seconds } from '../../../core/words.js';
import { intervalsIn } from '../data/lost-elements.js';
import { shortened } from '../data/value-text.js';
import { html, scrollable, type Markup } from '../markup.js';

const INTERVALS_SHOWN = 12;
const CAUSE_LENGTH = 400;
const COLUMNS = [
  'attempted',
  'acknowledged',
  'lost',
  'stale',
  'recovered',
  'indeterminate',
  'failed',
] as const;

/** What became of every write: in all, by the node written to, by fault window. */
export function accountSection({ analysis }: RunReport): Markup | null {
  const details = analysis.verdicts.find((it) => isJsonObject(it.details['counts']))?.details;
  if (details === undefined) return null;
  const byNode = rowsOf(details['byNode']);
  const byWindow = rowsOf(details['byWindow']);
  return html`<section id="account">
    <h2>What became of every write</h2>
    <p class="lead">
      By time, an op belongs to every fault that it overlaps. Why a write was lost is told by one
      fault at most. Elements are shown as intervals.
    </p>
    ${intervalTable(details)} ${groupTable('written to', byNode, (row) => textOf(row['node']))}
    ${groupTable('during', byWindow, windowName)} ${causeTable(rowsOf(details['byCause']))}
  </section>`;
}

function intervalTable(details: JsonObject): Markup {
  const counts = isJsonObject(details['counts']) ? details['counts'] : {};
  const intervals = isJsonObject(details['intervals']) ? details['intervals'] : {};
  const shown = Object.entries(counts).filter(([, number]) => number !== 0);
  return scrollable(
    'All writes by outcome',
    html`<table>
      <thead>
        <tr>
          <th>outcome</th>
          <th class="num">writes</th>
          <th>elements</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          ([name, number]) =>
            html`<tr>
              <td>${name}</td>
              <td class="num ${name === 'lost' ? 'lost-number' : ''}">${numberOf(number)}</td>
              <td class="wrap mono">${intervalText(intervals[name])}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  );
}

function groupTable(
  title: string,
  rows: readonly JsonObject[],
  nameOf: (row: JsonObject) => string,
): Markup | null {
  if (rows.length === 0) return null;
  const columns = COLUMNS.filter((column) => rows.some((row) => row[column] !== 0));
  const lost = columns.includes('lost');
  return scrollable(
    `Writes, ${title}`,
    html`<table>
      <thead>
        <tr>
          <th>${title}</th>
          ${columns.map((column) => html`<th class="num">${column}</th>`)}
          ${lost ? html`<th>lost elements</th>` : null}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <td class="wrap">${nameOf(row)}</td>
              ${columns.map(
                (column) =>
                  html`<td
                    class="num ${column === 'lost' && row[column] !== 0 ? 'lost-number' : ''}"
                  >
                    ${numberOf(row[column])}
                  </td>`,
              )}
              ${lost ? html`<td class="wrap mono">${intervalText(row['lostIntervals'])}</td>` : null}
            </tr>`,
        )}
      </tbody>
    </table>`,
    'spaced',
  );
}

/** Each lost write once, with the one fault that explains it. */
function causeTable(rows: readonly JsonObject[]): Markup | null {
  if (rows.length === 0) return null;
  return scrollable(
    'Why writes were lost',
    html`<table>
      <thead>
        <tr>
          <th>why they were lost</th>
          <th>taken by</th>
          <th class="num">lost</th>
          <th>from</th>
          <th>to</th>
          <th>lost elements</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ words, nodes, lost, from_ns, to_ns, lostIntervals }) =>
            html`<tr>
              <td class="wrap">
                ${typeof words === 'string' ? shortened(words, CAUSE_LENGTH) : ''}
              </td>
              <td>${(stringsOf(nodes) ?? []).map((node) => shortened(node, 40)).join(', ')}</td>
              <td class="num lost-number">${numberOf(lost)}</td>
              <td class="nowrap">${timeOf(from_ns)}</td>
              <td class="nowrap">${timeOf(to_ns)}</td>
              <td class="wrap mono">${intervalText(lostIntervals)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
    'spaced',
  );
}

function timeOf(value: Json | undefined): string {
  return typeof value === 'number' ? seconds(value) : '';
}

function windowName(row: JsonObject): string {
  const { from_ns, to_ns } = row;
  const words = textOf(row['words']);
  if (typeof from_ns !== 'number' || typeof to_ns !== 'number') return words;
  return `${words}, ${seconds(from_ns)} to ${seconds(to_ns)}`;
}

/** `1 to 3, 7, …` */
function intervalText(value: Json | undefined): string {
  const intervals = intervalsIn(value);
  const shown = intervals
    .slice(0, INTERVALS_SHOWN)
    .map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`));
  const more = intervals.length - INTERVALS_SHOWN;
  return more > 0 ? `${shown.join(', ')}, and ${count(more)} more intervals` : shown.join(', ');
}

function rowsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];
}

function numberOf(value: Json | undefined): string {
  return typeof value === 'number' ? count(value) : '';
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? shortened(value) : '';
}
