import { Lines } from '../lines.js';
import { MalformedHistoryError, quoted } from '../malformed.js';
import type { EventReader, RecordedEvent, RecordedValue } from '../recorded-event.js';
import { eventOfJson } from './elle-json-reader.js';
import { parseJson } from './parse-json.js';

/** Reads our own `history.jsonl`. A last line that a killed run tore is passed over, and noted. */
export class FaultlineReader implements EventReader {
  readonly notes: string[] = [];
  readonly #lines = new Lines();
  #next = 0;

  *push(text: string): Generator<RecordedEvent> {
    for (const line of this.#lines.push(text)) {
      if (line.trim() !== '') yield this.#event(this.#parse(line));
    }
  }

  *end(): Generator<RecordedEvent> {
    for (const line of this.#lines.end()) {
      if (line.trim() === '') continue;
      const json = this.#parseLast(line);
      if (json !== undefined) yield this.#event(json);
    }
  }

  #parse(line: string): RecordedValue {
    return parseJson(line, { line: this.#lines.count, column: 1 });
  }

  #parseLast(line: string): RecordedValue | undefined {
    try {
      return this.#parse(line);
    } catch (error) {
      if (!(error instanceof MalformedHistoryError)) throw error;
      this.notes.push(`the last line, ${this.#lines.count}, is torn and was left out`);
      return undefined;
    }
  }

  #event(json: RecordedValue): RecordedEvent {
    const place = { line: this.#lines.count, column: 1 };
    const event = eventOfJson(json, place);
    const index = (json as { readonly [field: string]: RecordedValue })['index'];
    if (index !== this.#next) {
      throw new MalformedHistoryError(
        place,
        `index to be ${this.#next}, which comes next,`,
        quoted(index),
        'events are missing or out of order: restore the file as the run wrote it',
      );
    }
    this.#next += 1;
    return event;
  }
}
