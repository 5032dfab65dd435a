import {
  EdnKeyword,
  EdnStream,
  EdnSymbol,
  EdnTagged,
  ednField,
  HistorySyntaxError,
  type EdnValue,
} from 'ts-linearizability';

import { eventOf } from '../event-fields.js';
import { MalformedHistoryError, quoted } from '../malformed.js';
import type { EventReader, Place, RecordedEvent, RecordedValue } from '../recorded-event.js';

const MAX_DEPTH = 1000;

/**
 * Reads Jepsen's EDN: op maps in a vector, in a list or bare, also tagged ones. With `keyed`, as
 * in Porcupine's key-value logs, `:key` and `:value` together are the value `[key value]`.
 */
export class EdnReader implements EventReader {
  readonly notes: readonly string[] = [];
  readonly #stream = new EdnStream();
  readonly #keyed: boolean;

  constructor({ keyed = false }: { readonly keyed?: boolean } = {}) {
    this.#keyed = keyed;
  }

  *push(text: string): Generator<RecordedEvent> {
    yield* this.#events(this.#stream.push(text));
  }

  *end(): Generator<RecordedEvent> {
    yield* this.#events(this.#stream.end());
  }

  *#events(elements: Iterable<EdnValue>): Generator<RecordedEvent> {
    try {
      for (const element of elements) yield this.#event(element, this.#stream.place);
    } catch (error) {
      throw placed(error, this.#stream.place);
    }
  }

  #event(element: EdnValue, place: Place): RecordedEvent {
    const map = element instanceof EdnTagged ? element.value : element;
    if (!(map instanceof Map)) {
      const expected = 'an op: a map with :process, :type and :f';
      throw new MalformedHistoryError(place, expected, quoted(recordedValue(map)));
    }
    const field = (name: string): RecordedValue | undefined => {
      const value = ednField(map, name);
      return value === undefined ? undefined : recordedValue(value);
    };
    return eventOf(
      {
        process: field('process') ?? undefined,
        client: field('client') ?? undefined,
        type: field('type'),
        f: field('f') ?? 'txn',
        key: this.#keyed ? this.#key(field('key'), place) : field('key'),
        value: field('value'),
        time: field('time') ?? undefined,
        node: field('node') ?? undefined,
        error: field('error'),
      },
      place,
      () => Array.from(map.keys() as Iterable<EdnValue>, (key) => fieldName(recordedValue(key))),
    );
  }

  #key(key: RecordedValue | undefined, place: Place): RecordedValue {
    if (key !== undefined) return key;
    throw new MalformedHistoryError(place, 'an op with a :key', 'none');
  }
}

/** A fault of the text with its place; what is nested too deeply has that of its op. */
function placed(error: unknown, place: Place): unknown {
  if (error instanceof HistorySyntaxError) {
    const { expected, got } = error.detail;
    const [what = expected] = expected.split(' at line ');
    return new MalformedHistoryError({ line: error.line, column: error.column }, what, got);
  }
  if (error instanceof RangeError) {
    return new MalformedHistoryError(place, 'an op that is not nested so deeply', error.message);
  }
  return error;
}

/**
 * Plain data of an EDN value: keywords and symbols are their names, sets are lists.
 * @throws RangeError when it is nested too deeply.
 */
export function recordedValue(value: EdnValue, depth = 0): RecordedValue {
  if (depth > MAX_DEPTH) throw new RangeError(`more than ${MAX_DEPTH} levels`);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof EdnKeyword || value instanceof EdnSymbol) return value.name;
  if (value instanceof EdnTagged) return recordedValue(value.value, depth + 1);
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<EdnValue, EdnValue>)];
    return Object.fromEntries(
      entries.map(([key, part]) => [
        fieldName(recordedValue(key, depth + 1)),
        recordedValue(part, depth + 1),
      ]),
    );
  }
  return Array.from(value as Iterable<EdnValue>, (part) => recordedValue(part, depth + 1));
}

function fieldName(key: RecordedValue): string {
  if (typeof key === 'string') return key;
  return JSON.stringify(key, (_name, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  );
}
