import { structuralKey } from 'ts-linearizability';

import { MalformedHistoryError, quoted } from '../malformed.js';
import type { Place, RecordedValue } from '../recorded-event.js';
import type { Spelling, Spellings } from './spellings.js';
import { EdnKeyword, EdnSymbol, EdnTagged, EdnUnreadable, type EdnValue } from './values.js';

/** How Clojure before 1.9 printed the numbers that have no digits. */
const ODD_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** Of a value that is judged: how values were spelled so far, and where its op stands. */
export interface Judged {
  readonly spellings: Spellings;
  readonly place: Place;
}

/**
 * Plain data of an EDN value: keywords and symbols are their names, sets are lists in an order that only
 * their members decide, tags are dropped, and what can't be read is its text.
 * @param judged - of a value that is compared with others.
 * @throws MalformedHistoryError when a value that is judged can't be read, or was spelled in two ways.
 */
export function plainValue(value: EdnValue, judged?: Judged, depth = 0): RecordedValue {
  if (typeof value === 'string') {
    judged?.spellings.value(value, 'string', judged.place);
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof EdnUnreadable) return unreadable(value.name, judged);
  if (value instanceof EdnKeyword) return named(value.name, 'keyword', judged);
  if (value instanceof EdnSymbol) {
    return ODD_NUMBERS.get(value.name) ?? named(value.name, 'symbol', judged);
  }
  if (value instanceof EdnTagged) return plainValue(value.value, judged, depth + 1);
  if (value instanceof Map) {
    return plainMap(value as ReadonlyMap<EdnValue, EdnValue>, judged, depth);
  }
  if (!(Symbol.iterator in value)) return value;
  if (value instanceof Set) {
    return inOrder(Array.from(value, (part) => plainValue(part as EdnValue, judged, depth + 1)));
  }
  return Array.from(value as Iterable<EdnValue>, (part, at) =>
    // The name of a step in a transaction, [[:r x nil] ...], is no value.
    at === 0 && depth > 0 && part instanceof EdnKeyword
      ? part.name
      : plainValue(part, judged, depth + 1),
  );
}

/** The members of a set: equal sets give equal lists. */
function inOrder(members: readonly RecordedValue[]): readonly RecordedValue[] {
  if (members.every((member) => Number.isFinite(member))) {
    return (members as readonly number[]).toSorted((a, b) => a - b);
  }
  const keyed = members.map((member) => ({ member, key: structuralKey(member) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ member }) => member);
}

function named(name: string, spelling: Spelling, judged: Judged | undefined): string {
  judged?.spellings.value(name, spelling, judged.place);
  return name;
}

function unreadable(text: string, judged: Judged | undefined): string {
  if (judged === undefined) return text;
  throw new MalformedHistoryError(
    judged.place,
    'an op with a value that can be read',
    quoted(text),
    'record what the op wrote or saw as numbers, strings, lists or maps',
  );
}

function plainMap(
  map: ReadonlyMap<EdnValue, EdnValue>,
  judged: Judged | undefined,
  depth: number,
): RecordedValue {
  const fields = new Map<string, RecordedValue>();
  for (const [key, part] of map) {
    const name = plainKey(key);
    judged?.spellings.key(name, spellingOf(key), judged.place);
    if (fields.has(name) && judged !== undefined) {
      throw new MalformedHistoryError(judged.place, 'each key of a map once', `${name} twice`);
    }
    fields.set(name, plainValue(part, judged, depth + 1));
  }
  return Object.fromEntries(fields);
}

/** A key as the name of a field. */
export function plainKey(key: EdnValue): string {
  const name = plainValue(key);
  if (typeof name === 'string') return name;
  return JSON.stringify(name, (_name, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  );
}

function spellingOf(key: EdnValue): Spelling {
  if (typeof key === 'string') return 'string';
  if (key instanceof EdnKeyword) return 'keyword';
  return key instanceof EdnSymbol ? 'symbol' : 'other';
}
