import { eventOf, type EventFields } from '../event-fields.js';
import { MalformedHistoryError, quoted } from '../malformed.js';
import type { EventReader, Place, RecordedEvent, RecordedValue } from '../recorded-event.js';
import { JsonElements, type JsonElement } from './json-elements.js';
import { parseJson } from './parse-json.js';

/** The f of a transaction, which elle-cli's histories may leave out. */
const TRANSACTION = 'txn';

/** Reads elle-cli's form: a JSON list of events, or events one after another. */
export class ElleJsonReader implements EventReader {
  readonly notes: readonly string[] = [];
  readonly #elements = new JsonElements();

  *push(text: string): Generator<RecordedEvent> {
    for (const element of this.#elements.push(text)) yield eventOfElement(element);
  }

  *end(): Generator<RecordedEvent> {
    for (const element of this.#elements.end()) yield eventOfElement(element);
  }
}

function eventOfElement({ text, place }: JsonElement): RecordedEvent {
  const fields = fieldsOf(parseJson(text, place), place);
  return eventOf(fields.f === undefined ? { ...fields, f: TRANSACTION } : fields, place);
}

/** The fields of a JSON object. @throws MalformedHistoryError when it is no object. */
export function fieldsOf(json: RecordedValue, place: Place): Partial<EventFields> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new MalformedHistoryError(place, 'an event: an object in braces', quoted(json));
  }
  return json as Partial<EventFields>;
}
