import { Lines } from '../lines.js';
import { MalformedHistoryError, quoted } from '../malformed.js';
import type { EventReader, Place, RecordedEvent, RecordedValue } from '../recorded-event.js';
import { eventOf, type EventFields } from '../event-fields.js';
import { fieldsOf } from './elle-json-reader.js';
import { parseJson } from './parse-json.js';

/** What only our own events have. */
interface OwnFields extends Partial<EventFields> {
  readonly index?: RecordedValue;
  readonly line?: RecordedValue;
}

/** Reads our own `history.jsonl`. A last line that a killed run tore is passed over, and noted. */
export class FaultlineReader implements EventReader {
  readonly notes: string[] = [];
  readonly #lines = new Lines();
  #next = 0;

  *push(text: string): Generator<RecordedEvent> {
    for (const line of this.#lines.push(text)) {
      const place = this.#lines.next();
      if (!isBlank(line)) yield this.#event(parseJson(line, place), place);
    }
  }

  *end(): Generator<RecordedEvent> {
    for (const line of this.#lines.end()) {
      const place = this.#lines.next();
      if (isBlank(line)) continue;
      const json = this.#parseLast(line, place);
      if (json !== undefined) yield this.#event(json, place);
    }
  }

  #parseLast(line: string, place: Place): RecordedValue | undefined {
    try {
      return parseJson(line, place);
    } catch (error) {
      if (!(error instanceof MalformedHistoryError)) throw error;
      this.notes.push(`the last line, ${place.line}, is torn and was left out`);
      return undefined;
    }
  }

  #event(json: RecordedValue, place: Place): RecordedEvent {
    const fields: OwnFields = fieldsOf(json, place);
    const { index, line } = fields;
    const event = eventOf(fields, place, Object.keys, typeof line === 'number' ? line : undefined);
    if (typeof event.time !== 'number') {
      throw new MalformedHistoryError(
        place,
        'time to be a number of nanoseconds from 0',
        quoted(event.time),
      );
    }
    if (index !== this.#next) {
      throw new MalformedHistoryError(
        place,
        `index to be ${this.#next}, which comes next,`,
        quoted(index),
        'events are missing or out of order: restore the file as the run wrote it, or leave out the indices of all events',
      );
    }
    this.#next += 1;
    return event;
  }
}

function isBlank(line: string): boolean {
  return line === '' || line.trim() === '';
}
