import type { Json } from '../../core/json.js';
import { numberText } from './number-text.js';

/**
 * A value as JSON text; fields that are undefined are left out. NaN and the infinities, which JSON
 * lacks, are written as such: our readers take them.
 */
export function jsonText(value: Json): string {
  return isPlain(value) ? JSON.stringify(value) : oddText(value);
}

/** Whether the built-in function writes a value as it is. */
function isPlain(value: Json): boolean {
  if (typeof value === 'number') return isPlainNumber(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return (value as readonly Json[]).every(isPlain);
  const fields = value as { readonly [field: string]: Json | undefined };
  return Object.keys(fields).every((name) => {
    const part = fields[name];
    return part === undefined || isPlain(part);
  });
}

function isPlainNumber(number: number): boolean {
  if (!Number.isInteger(number)) return Number.isFinite(number);
  return Number.isSafeInteger(number) && !Object.is(number, -0);
}

function oddText(value: Json): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(oddText).join(',')}]`;
  const fields = Object.entries(value as { readonly [field: string]: Json | undefined });
  return `{${fields
    .flatMap(([name, part]) =>
      part === undefined ? [] : [`${JSON.stringify(name)}:${oddText(part)}`],
    )
    .join(',')}}`;
}
