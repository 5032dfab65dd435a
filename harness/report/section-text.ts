import { type Cell, cellText, type Column, plainText, type Section } from '../core/section.js';
import { count, listInWords } from '../core/words.js';
import type { Verdict } from '../core/verdict.js';

/** Of a table or a list; the HTML report shows more. */
const ROWS_SHOWN = 20;

/** What is short enough to be shown wherever there is room for a few lines only. */
export function briefSections(verdicts: readonly Verdict[]): readonly Section[] {
  return verdicts.flatMap(({ sections = [] }) => sections.filter(({ brief }) => brief === true));
}

/** A block of text, or the rows of a table with its heads first. */
export type TextBlock =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'item'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
    };

/** A section in the forms that plain text has. */
export function textBlocks({ lead, parts }: Section): readonly TextBlock[] {
  const blocks: TextBlock[] = lead === undefined ? [] : [{ kind: 'line', text: plainText(lead) }];
  for (const part of parts) {
    switch (part.kind) {
      case 'text':
        blocks.push({ kind: 'line', text: plainText(part.text) });
        break;
      case 'list': {
        const shown = part.items.slice(0, ROWS_SHOWN);
        blocks.push(
          ...shown.map((item) => ({ kind: 'item', text: plainText(item) }) as const),
          ...left(part.items.length),
        );
        break;
      }
      case 'ops': {
        const ops = part.ops.slice(0, ROWS_SHOWN).map(String);
        blocks.push(
          { kind: 'line', text: `${part.title}: ops ${listInWords(ops)}` },
          ...left(part.ops.length),
        );
        break;
      }
      default: {
        const { columns } = part;
        const rows = part.rows.slice(0, ROWS_SHOWN).map((row) => cellsOf(columns, row));
        blocks.push({ kind: 'table', columns, rows }, ...left(part.rows.length));
      }
    }
  }
  return blocks;
}

function cellsOf(columns: readonly Column[], row: readonly Cell[]): readonly string[] {
  return columns.map((_, i) => cellText(row[i] ?? null));
}

function left(length: number): readonly TextBlock[] {
  const more = length - ROWS_SHOWN;
  return more > 0 ? [{ kind: 'line', text: `and ${count(more)} more in the report` }] : [];
}
