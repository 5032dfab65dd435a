import { InvalidEventError } from '../../errors/errors.js';
import type { KeyValueInput, KeyValueOutput } from '../../models/inputs.js';
import type { Operation } from '../../types.js';
import { describeValue } from '../../values/describe.js';
import { readEdn } from '../edn/stream.js';
import { ednField, type EdnValue } from '../edn/values.js';
import { decodeKeyValue } from './decode.js';
import { jepsenEventsOfEdn, keyText, plainOfEdn } from './edn.js';
import type { JepsenEvent } from './event.js';
import { pairJepsenEvents } from './pairing.js';

/**
 * Operations of a log of Porcupine's key-value test: EDN maps with `:process`, `:type`, `:f`,
 * `:key` and `:value`.
 *
 * @throws HistorySyntaxError with line and column if the text is not EDN.
 * @throws InvalidEventError if an element is no such map, or calls and returns do not pair.
 */
export function readPorcupineKeyValue(text: string): Operation<KeyValueInput, KeyValueOutput>[] {
  const elements = readEdn(text);
  const pairs = pairJepsenEvents(keyed(elements));
  const operations = pairs.map(({ value, result, ...rest }) => ({
    ...rest,
    key: value.key,
    value: value.value,
    result: result?.value,
  }));
  return decodeKeyValue(operations);
}

interface Keyed {
  readonly key: string;
  readonly value: unknown;
}

function* keyed(elements: readonly EdnValue[]): Generator<JepsenEvent<Keyed>> {
  let at = 0;
  for (const event of jepsenEventsOfEdn(elements)) {
    const element = elements[at] as EdnValue;
    const key = ednField(element, 'key');
    if (key === undefined) {
      throw new InvalidEventError(at, 'a map with a :key', describeValue(plainOfEdn(element)));
    }
    yield { ...event, value: { key: keyText(key), value: event.value } };
    at++;
  }
}
