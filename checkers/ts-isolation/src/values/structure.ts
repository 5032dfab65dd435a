import type { Value } from '../types.js';

/** A list, a set, a map or an object. */
export type Structure = Extract<Value, object>;

export function isStructure(value: Value | undefined): value is Structure {
  return typeof value === 'object' && value !== null;
}

/** Equal values have equal texts, and others have others. */
export function structureText(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (!isStructure(value)) return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(structureText).join(',')}]`;
  if (value instanceof Set) return `#{${sortedTexts(value as ReadonlySet<Value>).join(',')}}`;
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<Value, Value>)].map((entry) => structureText(entry));
    return `#map{${entries.sort().join(',')}}`;
  }
  const fields = (Object.entries(value) as [string, Value][]).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${structureText(field)}`).join(',')}}`;
}

function sortedTexts(values: Iterable<Value>): readonly string[] {
  return [...values].map(structureText).sort();
}
