import { isJsonArray, type Json } from './json.js';

/**
 * A value as JSON text; fields that are undefined are left out. Integers beyond 2^53 are written with
 * all their digits, and NaN and the infinities, which JSON lacks, as such: our readers take them.
 * @param indent - spaces for each level, on lines of their own.
 */
export function jsonText(value: Json, indent = 0): string {
  return isPlainJson(value) ? JSON.stringify(value, null, indent) : oddText(value, indent, '');
}

/** Whether the built-in functions write a value, and read it back, as it is. */
export function isPlainJson(value: Json): boolean {
  if (typeof value === 'number') return isPlainNumber(value);
  if (typeof value === 'bigint') return false;
  if (typeof value !== 'object' || value === null) return true;
  if (isJsonArray(value)) return value.every(isPlainJson);
  return Object.values(value).every((part) => part === undefined || isPlainJson(part));
}

/**
 * A number as text that reads back as the same number and never as an integer beyond 2^53, which
 * readers may take for an exact one.
 */
export function numberText(number: number): string {
  if (Object.is(number, -0)) return '-0.0';
  return Number.isInteger(number) && !Number.isSafeInteger(number)
    ? number.toExponential()
    : String(number);
}

function isPlainNumber(number: number): boolean {
  if (!Number.isInteger(number)) return Number.isFinite(number);
  return Number.isSafeInteger(number) && !Object.is(number, -0);
}

function oddText(value: Json, indent: number, margin: string): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = margin + ' '.repeat(indent);
  if (isJsonArray(value)) {
    const items = value.map((item) => oddText(item, indent, inner));
    return enclosed('[', items, ']', indent, margin);
  }
  const fields = Object.entries(value).flatMap(([name, part]) =>
    part === undefined
      ? []
      : [`${JSON.stringify(name)}:${indent === 0 ? '' : ' '}${oddText(part, indent, inner)}`],
  );
  return enclosed('{', fields, '}', indent, margin);
}

function enclosed(
  open: string,
  parts: readonly string[],
  close: string,
  indent: number,
  margin: string,
): string {
  if (parts.length === 0 || indent === 0) return open + parts.join(',') + close;
  const inner = `\n${margin}${' '.repeat(indent)}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${margin}${close}`;
}
