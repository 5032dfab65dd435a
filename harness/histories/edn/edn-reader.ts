import { eventOf } from '../event-fields.js';
import { MalformedHistoryError, quoted } from '../malformed.js';
import type { EventReader, Place, RecordedEvent, RecordedValue } from '../recorded-event.js';
import { plainKey, plainValue, type Judged } from './plain-value.js';
import { Spellings } from './spellings.js';
import { EdnStream } from './stream.js';
import { EdnTagged, ednField, type EdnValue } from './values.js';

/**
 * Reads Jepsen's EDN: op maps in a vector, in a list or bare, also tagged ones. With `keyed`, as in
 * Porcupine's key-value logs, every op has a `:key`.
 */
export class EdnReader implements EventReader {
  readonly notes: readonly string[] = [];
  readonly #stream = new EdnStream();
  readonly #spellings = new Spellings();
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
    for (const element of elements) yield this.#event(element, this.#stream.place);
  }

  #event(element: EdnValue, place: Place): RecordedEvent {
    const map = element instanceof EdnTagged ? element.value : element;
    if (!(map instanceof Map)) {
      const expected = 'an op: a map with :process, :type and :f';
      throw new MalformedHistoryError(place, expected, quoted(plainValue(map)));
    }
    const field = (name: string, judged?: Judged): RecordedValue | undefined => {
      const value = ednField(map, name);
      return value === undefined ? undefined : plainValue(value, judged);
    };
    const process = field('process') ?? field('client') ?? undefined;
    const type = field('type');
    // What the nemesis says, and what came of ops that are not known to have happened, is not judged.
    const isJudged = typeof process === 'number' && (type === 'invoke' || type === 'ok');
    const judged = isJudged ? { spellings: this.#spellings, place } : undefined;
    const key = field('key', judged);
    if (this.#keyed && key === undefined) {
      throw new MalformedHistoryError(place, 'an op with a :key', 'none');
    }
    return eventOf(
      {
        process,
        type,
        f: field('f') ?? 'txn',
        key,
        value: field('value', judged),
        time: field('time') ?? undefined,
        node: field('node') ?? undefined,
        error: field('error'),
      },
      place,
      () => Array.from(map.keys() as Iterable<EdnValue>, plainKey),
    );
  }
}
