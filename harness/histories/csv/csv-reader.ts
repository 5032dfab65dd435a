import { NEMESIS } from '../../core/op.js';
import { eventOf } from '../event-fields.js';
import { parseJson } from '../json/parse-json.js';
import { MalformedHistoryError, quoted } from '../malformed.js';
import type { EventReader, Place, RecordedEvent, RecordedValue } from '../recorded-event.js';
import { CsvRows, type CsvField } from './csv-rows.js';

const REQUIRED = ['process', 'type', 'f', 'value'] as const;
const OPTIONAL = ['time', 'node', 'error'] as const;
const COLUMNS = [...REQUIRED, ...OPTIONAL] as const;
type Column = (typeof COLUMNS)[number];

const WHOLE_NUMBER = /^\d+$/;

/**
 * Reads events from CSV: a header with the columns process, type, f, value and, if there are
 * any, time, node and error, in any order; then one event a row. value and error are JSON; an
 * empty value is one that is not known.
 */
export class CsvReader implements EventReader {
  readonly notes: readonly string[] = [];
  readonly #rows = new CsvRows();
  #header: readonly Column[] | undefined;

  *push(text: string): Generator<RecordedEvent> {
    yield* this.#events(this.#rows.push(text));
  }

  *end(): Generator<RecordedEvent> {
    yield* this.#events(this.#rows.end());
    if (this.#header === undefined) {
      const expected = `a header with the columns ${REQUIRED.join(', ')}`;
      throw new MalformedHistoryError({ line: 1, column: 1 }, expected, 'the end of the text');
    }
  }

  *#events(rows: Iterable<readonly CsvField[]>): Generator<RecordedEvent> {
    for (const row of rows) {
      if (this.#header === undefined) this.#header = headerOf(row);
      else yield eventOfRow(this.#header, row);
    }
  }
}

function headerOf(row: readonly CsvField[]): readonly Column[] {
  const header = row.map(({ text, place }) => {
    const column = COLUMNS.find((name) => name === text.trim());
    if (column !== undefined) return column;
    throw new MalformedHistoryError(place, `a column of ${COLUMNS.join(', ')}`, quoted(text));
  });
  const start = { line: row[0]?.place.line ?? 1, column: 1 };
  const missing = REQUIRED.find((name) => !header.includes(name));
  if (missing !== undefined) {
    throw new MalformedHistoryError(start, `a column "${missing}" in the header`, 'none');
  }
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new MalformedHistoryError(start, `one column "${twice}" in the header`, 'two');
  }
  return header;
}

function eventOfRow(header: readonly Column[], row: readonly CsvField[]): RecordedEvent {
  const place: Place = { line: row[0]?.place.line ?? 1, column: 1 };
  if (row.length !== header.length) {
    const expected = `${header.length} fields, as in the header,`;
    throw new MalformedHistoryError(place, expected, `${row.length}`);
  }
  const field = (column: Column): CsvField | undefined => {
    const found = row[header.indexOf(column)];
    return found === undefined || found.text === '' ? undefined : found;
  };
  return eventOf(
    {
      process: processOf(field('process')?.text.trim()),
      type: field('type')?.text.trim(),
      f: field('f')?.text,
      value: jsonOf(field('value')),
      time: timeOf(field('time')),
      node: field('node')?.text,
      error: jsonOf(field('error')),
    },
    place,
  );
}

function processOf(text: string | undefined): RecordedValue | undefined {
  if (text === undefined || text === NEMESIS) return text;
  return WHOLE_NUMBER.test(text) ? Number(text) : text;
}

function timeOf(field: CsvField | undefined): RecordedValue | undefined {
  if (field === undefined) return undefined;
  const time = Number(field.text);
  if (Number.isFinite(time)) return time;
  throw new MalformedHistoryError(field.place, 'a number of nanoseconds', quoted(field.text));
}

function jsonOf(field: CsvField | undefined): RecordedValue | undefined {
  return field === undefined ? undefined : parseJson(field.text, field.place);
}
