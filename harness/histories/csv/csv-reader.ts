import { eventOf, FIELDS, type EventFields } from '../event-fields.js';
import { parseJson } from '../json/parse-json.js';
import { MalformedHistoryError, quoted } from '../malformed.js';
import type { EventReader, Place, RecordedEvent, RecordedValue } from '../recorded-event.js';
import { CsvRows, type CsvField } from './csv-rows.js';

const REQUIRED: readonly Column[] = ['process', 'type', 'f', 'value'];
type Column = keyof EventFields;

const WHOLE_NUMBER = /^\d+$/;

/**
 * Reads events from CSV: a header with the columns process, type, f, value and, if there are
 * any, key, time, node and error, in any order; then one event a row. value and error are JSON, and
 * so is a key, if it can be; an empty value is one that is not known. client is another name of
 * process.
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
    const column = FIELDS.find((name) => name === text.trim());
    if (column !== undefined) return column;
    throw new MalformedHistoryError(place, `a column of ${FIELDS.join(', ')}`, quoted(text));
  });
  const start = { line: row[0]?.place.line ?? 1, column: 1 };
  const missing = REQUIRED.find(
    (name) => !header.includes(name) && !(name === 'process' && header.includes('client')),
  );
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
  const fields: { [Name in Column]?: RecordedValue } = {};
  header.forEach((column, at) => {
    const field = row[at] as CsvField;
    if (field.text !== '') fields[column] = READERS[column](field);
  });
  return eventOf(fields, place);
}

const READERS: Readonly<Record<Column, (field: CsvField) => RecordedValue>> = {
  process: processOf,
  client: processOf,
  type: ({ text }) => text.trim(),
  f: ({ text }) => text,
  key: jsonOrText,
  value: jsonOf,
  time: jsonOrText,
  node: ({ text }) => text,
  error: jsonOf,
};

function processOf(field: CsvField): RecordedValue {
  const text = field.text.trim();
  return WHOLE_NUMBER.test(text) ? Number(text) : text;
}

/** What is not JSON is a string as it stands. */
function jsonOrText(field: CsvField): RecordedValue {
  try {
    return jsonOf(field);
  } catch (error) {
    if (error instanceof MalformedHistoryError) return field.text;
    throw error;
  }
}

function jsonOf({ text, place }: CsvField): RecordedValue {
  return parseJson(text, place);
}
