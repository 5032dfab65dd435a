import type { Value } from '../types.js';

/** A list or an object. */
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
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${structureText(field)}`).join(',')}}`;
}
