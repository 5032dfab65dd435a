import { plainValue } from './edn/plain-value.js';
import { Spellings } from './edn/spellings.js';
import { EdnStream } from './edn/stream.js';
import { EdnKeyword, type EdnValue } from './edn/values.js';
import { eventOf } from './event-fields.js';
import { Lines } from './lines.js';
import { MalformedHistoryError, quoted } from './malformed.js';
import type { EventReader, Place, RecordedEvent, RecordedValue } from './recorded-event.js';

/** How every event of a history.txt begins; lines that do not belong to the error above them. */
export const JEPSEN_TEXT = /^(?:\d+|:?[a-z][\w-]*)\t:(?:invoke|ok|fail|info)\t/;

/**
 * Reads the history.txt that Jepsen writes beside its EDN: process, :type, :f, value and, where there
 * is one, the error, with tabs between them. The value is EDN; the error is as Clojure's `str` gives
 * it, and may go on over several lines.
 */
export class JepsenTextReader implements EventReader {
  readonly #lines = new Lines();
  readonly #spellings = new Spellings();
  /** The event that was read last told an error. */
  #afterError = false;
  #passedOver = 0;

  get notes(): readonly string[] {
    return this.#passedOver === 0
      ? []
      : [`${this.#passedOver} lines that continue the text of an error were passed over`];
  }

  *push(text: string): Generator<RecordedEvent> {
    yield* this.#events(this.#lines.push(text));
  }

  *end(): Generator<RecordedEvent> {
    yield* this.#events(this.#lines.end());
  }

  *#events(lines: Iterable<string>): Generator<RecordedEvent> {
    for (const line of lines) {
      const place = this.#lines.next();
      if (JEPSEN_TEXT.test(line)) yield this.#event(line.trimEnd(), place);
      else if (this.#afterError) this.#passedOver += 1;
      else if (line.trim() !== '') {
        const expected = '<process> :<type> :<f> <value>, with tabs between them,';
        throw new MalformedHistoryError(place, expected, quoted(line));
      }
    }
  }

  #event(line: string, place: Place): RecordedEvent {
    const [process = '', type = '', f = '', value = 'nil', ...error] = line.split('\t');
    this.#afterError = error.length > 0;
    const isJudged = /^\d/.test(process) && (type === ':invoke' || type === ':ok');
    const judged = isJudged ? { spellings: this.#spellings, place } : undefined;
    const before = process.length + type.length + f.length + 3;
    return eventOf(
      {
        process: /^\d/.test(process) ? Number(process) : process.replace(/^:/, ''),
        type: type.slice(1),
        f: plainValue(elementOf(f, { ...place, column: process.length + type.length + 3 })),
        value: plainValue(elementOf(value, { ...place, column: before + 1 }), judged),
        error: this.#afterError ? errorOf(error.join('\t'), place) : undefined,
      },
      place,
    );
  }
}

/** The one element of EDN in a field. */
function elementOf(text: string, place: Place): EdnValue {
  const stream = new EdnStream();
  try {
    // In a vector of its own, so that a vector at the top is a value too.
    const elements = [...stream.push(`[${text}]`), ...stream.end()];
    const [element] = elements;
    if (elements.length === 1 && element !== undefined) return element;
    throw new MalformedHistoryError(place, 'one value of EDN', quoted(text));
  } catch (error) {
    if (!(error instanceof MalformedHistoryError) || error.place === place) throw error;
    const column = place.column + Math.min(error.place.column - 2, text.length);
    throw error.at({ line: place.line, column });
  }
}

/** Collections and keywords were printed as EDN; all else is text. */
function errorOf(text: string, place: Place): RecordedValue {
  try {
    const element = elementOf(text, place);
    return typeof element === 'object' && element !== null && isData(element)
      ? plainValue(element)
      : text;
  } catch (error) {
    if (error instanceof MalformedHistoryError) return text;
    throw error;
  }
}

function isData(element: EdnValue & object): boolean {
  return element instanceof EdnKeyword || element instanceof Map || Array.isArray(element);
}
