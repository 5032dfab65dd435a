import { count } from './words.js';

/** A word or a figure that a reader asks for first: how many writes were lost. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  /** Whether it tells of a violation. */
  readonly alarm?: boolean;
}

/** A reference to an op, by the index of its invocation in the history. */
export interface OpReference {
  readonly op: number;
  readonly words: string;
}

/** Text with references to ops. */
export type Prose = string | readonly (string | OpReference)[];

/** A column of a table. */
export interface Column {
  readonly name: string;
  /** `text` wraps, `name` does not, `code` is set as such, `number` stands to the right. `text` when absent. */
  readonly kind?: 'text' | 'name' | 'code' | 'number';
}

/** A number that tells of a violation. */
export interface Alarm {
  readonly alarm: number;
}

/** What stands in a table's cell; `null`: nothing. */
export type Cell = string | number | Alarm | OpReference | null;

/** One of the forms in which a checker shows something. */
export type SectionPart =
  | { readonly kind: 'text'; readonly text: Prose }
  | { readonly kind: 'list'; readonly items: readonly Prose[] }
  | {
      readonly kind: 'table';
      /** What the table holds; read out by a screen reader. */
      readonly title: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Cell[])[];
    }
  /** Events of the history, each with all that it holds. */
  | { readonly kind: 'ops'; readonly title: string; readonly ops: readonly number[] };

/**
 * A part of the report of a run that a checker makes: plain data, which every reporter renders
 * without knowing the checker.
 */
export interface Section {
  /** Lower case, joined by hyphens: the section can be linked to by it. */
  readonly id: string;
  readonly title: string;
  /** One word for the page's list of sections; the title when absent. */
  readonly link?: string;
  readonly lead?: Prose;
  readonly parts: readonly SectionPart[];
  /** Whether it is short enough for the console and for the summary of a CI system too. */
  readonly brief?: boolean;
}

/** A cell's number as people read it: `12,345`, `0.123`. */
export function numberInWords(number: number): string {
  return Number.isInteger(number) ? count(number) : number.toPrecision(3);
}

/** A cell as text. */
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return numberInWords(cell);
  return 'alarm' in cell ? numberInWords(cell.alarm) : cell.words;
}

/** Text without its references. */
export function plainText(text: Prose): string {
  return typeof text === 'string'
    ? text
    : text.map((part) => (typeof part === 'string' ? part : part.words)).join('');
}
