import type { Value } from '../types.js';

/** A list, a set, a map or an object. */
type Structure = Extract<Value, object>;

export function isStructure(value: Value | undefined): value is Structure {
  return typeof value === 'object' && value !== null;
}

/**
 * Equal values have equal texts, and others have others.
 * @param plainText - the text of what is no structure. Default: one that tells types apart.
 */
export function structureText(value: Value, plainText = exactText): string {
  if (!isStructure(value)) return plainText(value);
  const textsOf = (values: Iterable<Value>): string[] =>
    Array.from(values, (one) => structureText(one, plainText));
  if (Array.isArray(value)) return `[${textsOf(value as readonly Value[]).join(',')}]`;
  if (value instanceof Set)
    return `#{${textsOf(value as ReadonlySet<Value>)
      .sort()
      .join(',')}}`;
  if (value instanceof Map) {
    return `#map{${textsOf(value as ReadonlyMap<Value, Value>)
      .sort()
      .join(',')}}`;
  }
  const fields = (Object.entries(value) as [string, Value][]).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${structureText(field, plainText)}`).join(',')}}`;
}

function exactText(value: Exclude<Value, object>): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'bigint' ? `${value}n` : String(value);
}
