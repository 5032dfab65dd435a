import { InvalidEventError } from '../../errors/errors.js';
import { describeValue } from '../../values/describe.js';
import { structuralKey } from '../../values/key.js';
import { EdnKeyword, EdnSymbol, EdnTagged, ednField, type EdnValue } from '../edn/values.js';
import type { JepsenEvent } from './event.js';

/** An EDN value as plain data: keywords and symbols as their names, maps as objects. */
export type PlainValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly PlainValue[]
  | { readonly [field: string]: PlainValue };

/** Plain data of an EDN value; sets become arrays, tags are dropped. */
export function plainOfEdn(value: EdnValue): PlainValue {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (value instanceof EdnKeyword || value instanceof EdnSymbol) {
    return value.name;
  }
  if (value instanceof EdnTagged) {
    return plainOfEdn(value.value);
  }
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<EdnValue, EdnValue>)];
    return Object.fromEntries(entries.map(([key, part]) => [keyText(key), plainOfEdn(part)]));
  }
  return [...(value as Iterable<EdnValue>)].map(plainOfEdn);
}

/** A name as it is, anything else as its canonical text. */
export function keyText(key: EdnValue): string {
  const plain = plainOfEdn(key);
  return typeof plain === 'string' ? plain : structuralKey(plain);
}

/**
 * Events of a Jepsen history in EDN: maps with `:process`, `:type`, `:f` and `:value`.
 *
 * @throws InvalidEventError if an element is not such a map.
 */
export function* jepsenEventsOfEdn(
  elements: Iterable<EdnValue>,
): Generator<JepsenEvent<PlainValue>> {
  let position = 0;
  for (const element of elements) {
    const event = eventOf(element);
    if (event === undefined) {
      throw new InvalidEventError(
        position,
        'a map with :process, :f and a :type of :invoke, :ok, :fail or :info',
        describeValue(plainOfEdn(element)),
      );
    }
    yield event;
    position++;
  }
}

function eventOf(element: EdnValue): JepsenEvent<PlainValue> | undefined {
  const field = (name: string): PlainValue => plainOfEdn(ednField(element, name) ?? null);
  const process = field('process');
  const type = field('type');
  const f = field('f');
  if (
    (typeof process !== 'number' && typeof process !== 'string') ||
    (type !== 'invoke' && type !== 'ok' && type !== 'fail' && type !== 'info') ||
    typeof f !== 'string'
  ) {
    return undefined;
  }
  const error = field('error');
  return { process, type, f, value: field('value'), ...(error === null ? {} : { error }) };
}
