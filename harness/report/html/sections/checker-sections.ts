import type { History } from '../../../core/history.js';
import type { RunReport } from '../../../core/results.js';
import {
  type Cell,
  cellText,
  type Column,
  type Prose,
  type Section,
  type SectionPart,
} from '../../../core/section.js';
import { count } from '../../../core/words.js';
import { shortened } from '../data/value-text.js';
import { html, type Markup, scrollable } from '../markup.js';
import { opsTable } from './ops-table.js';

const TEXT_LENGTH = 400;
const TITLE_LENGTH = 60;
/** Of a table or a list; all that a checker has found is in results.json. */
const ROWS_SHOWN = 200;

/** Ids of the page's own parts: no section of a checker takes their place. */
const OWN_IDS: ReadonlySet<string> = new Set([
  'verdict',
  'timeline-section',
  'proof',
  'faults',
  'checkers',
  'repeat',
  'logs',
]);

/** A section of a checker, ready for the page and for its list of sections. */
export interface ShownSection {
  readonly id: string;
  readonly link: string;
  readonly content: Markup;
}

/** What checkers show of the store, each part a section of the page. */
export function checkerSections({ analysis, history }: RunReport): ShownSection[] {
  const taken = new Set(OWN_IDS);
  return analysis.verdicts
    .filter(({ about }) => about === undefined)
    .flatMap(({ sections = [] }) => sections)
    .map((section, i) => {
      const isFree = /^[a-z][a-z0-9-]*$/.test(section.id) && !taken.has(section.id);
      const id = isFree ? section.id : `section-${i + 1}`;
      taken.add(id);
      const content = html`<section id="${id}">
        <h2>${shortened(section.title, TITLE_LENGTH)}</h2>
        ${section.lead === undefined ? null : html`<p class="lead">${prose(section.lead)}</p>`}
        ${partsOf(section, history)}
      </section>`;
      return { id, link: shortened(section.link ?? section.title, 24), content };
    });
}

/** What checkers show that speak of the run itself: it stands below the verdicts. */
export function runParts({ analysis, history }: RunReport): Markup[] {
  return analysis.verdicts
    .filter(({ about }) => about !== undefined)
    .flatMap(({ sections = [] }) => sections)
    .map(
      (section) =>
        html`${section.lead === undefined ? null : html`<p>${prose(section.lead)}</p>`}
        ${partsOf(section, history, 'spaced')}`,
    );
}

/** Text with its references as links. */
export function prose(text: Prose): Markup {
  const parts = typeof text === 'string' ? [text] : text;
  return html`${parts.map((part) =>
    typeof part === 'string'
      ? shortened(part, TEXT_LENGTH)
      : html`<a href="#op-${part.op}">${shortened(part.words)}</a>`,
  )}`;
}

function partsOf({ parts }: Section, history: History, space: '' | 'spaced' = ''): Markup[] {
  return parts.map((part, i) => partOf(part, history, i === 0 ? space : 'spaced'));
}

function partOf(part: SectionPart, history: History, space: '' | 'spaced'): Markup {
  switch (part.kind) {
    case 'text':
      return html`<p>${prose(part.text)}</p>`;
    case 'list':
      return html`<ul>
          ${part.items.slice(0, ROWS_SHOWN).map((item) => html`<li>${prose(item)}</li>`)}
        </ul>
        ${left(part.items.length)}`;
    case 'ops':
      return opsTable(shortened(part.title), part.ops, history);
    default:
      return html`${scrollable(shortened(part.title), table(part.columns, part.rows), space)}
      ${left(part.rows.length)}`;
  }
}

function left(length: number): Markup | null {
  const more = length - ROWS_SHOWN;
  return more > 0 ? html`<p class="muted small">and ${count(more)} more</p>` : null;
}

function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Markup {
  return html`<table>
    <thead>
      <tr>
        ${columns.map(
          ({ name, kind }) =>
            html`<th class="${kind === 'number' ? 'num' : ''}">${shortened(name)}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${rows.slice(0, ROWS_SHOWN).map(
        (row) =>
          html`<tr>
            ${columns.map((column, i) => cell(column, row[i] ?? null))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const CLASS_OF = { text: 'wrap', name: 'nowrap', code: 'wrap mono', number: 'num' } as const;

function cell({ kind = 'text' }: Column, content: Cell): Markup {
  const isObject = typeof content === 'object' && content !== null;
  const alarm = isObject && 'alarm' in content ? 'lost-number' : '';
  const text = shortened(cellText(content), TEXT_LENGTH);
  const shown = isObject && 'op' in content ? html`<a href="#op-${content.op}">${text}</a>` : text;
  return html`<td class="${CLASS_OF[kind]} ${alarm}">${shown}</td>`;
}
