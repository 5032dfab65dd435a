import type { Json } from '../../core/json.js';
import { numberText } from './number-text.js';

/** A value as JSON text; fields that are undefined are left out. */
export function jsonText(value: Json): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(jsonText).join(',')}]`;
  const fields = Object.entries(value as { readonly [field: string]: Json | undefined });
  return `{${fields
    .flatMap(([name, part]) =>
      part === undefined ? [] : [`${JSON.stringify(name)}:${jsonText(part)}`],
    )
    .join(',')}}`;
}
