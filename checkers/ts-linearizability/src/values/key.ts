import type { Key, Value } from '../types.js';

const COMPOSITE = '\u0000';
const NOT_A_NUMBER = `${COMPOSITE}NaN`;

/**
 * An exact identity of a value, for `===` and for use in a `Map`: scalars are their own keys, arrays
 * and objects become canonical text (field order does not matter) behind a NUL character, and
 * strings that begin with NUL are moved out of the way. NaN is a text too, for it has to be equal
 * to itself; 0 and -0 are one value.
 *
 * @throws TypeError if it, or a part of it, has no structure to compare.
 */
export function valueKey(value: Value): Key {
  if (typeof value === 'string') {
    return value.startsWith(COMPOSITE) ? `${COMPOSITE}s${value}` : value;
  }
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw unstructured(typeof value);
  }
  if (typeof value !== 'object' || value === null) {
    return Number.isNaN(value) ? NOT_A_NUMBER : value;
  }
  return COMPOSITE + structuralKey(value);
}

/** Whether two values are equal, by their structure. */
export function isSameValue(a: Value, b: Value): boolean {
  return a === b || valueKey(a) === valueKey(b);
}

/** The identity of a value that may be unknown as text: its type, then its key. */
export function keyText(value: Value | undefined): string {
  return value === undefined ? '?' : `${(typeof value)[0]}${String(valueKey(value))}`;
}

/**
 * Canonical text of any structure: scalars, arrays, plain objects, `Map`, `Set`, nested.
 * Different structures have different texts; functions, symbols, and objects whose content cannot be seen
 * (a `RegExp`, an `Error`) are refused.
 *
 * @throws TypeError if a part has no structure to compare.
 */
export function structuralKey(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      return value === null ? 'null' : objectKey(value);
    default:
      throw unstructured(typeof value);
  }
}

function objectKey(value: object): string {
  if (Array.isArray(value)) {
    return `[${value.map(structuralKey).join(',')}]`;
  }
  if (value instanceof Set) {
    return `Set{${[...value].map(structuralKey).sort().join(',')}}`;
  }
  if (value instanceof Map) {
    return `Map{${[...value]
      .map((entry) => entry.map(structuralKey).join(':'))
      .sort()
      .join(',')}}`;
  }
  if (value instanceof Date) {
    return `Date(${value.getTime()})`;
  }
  const parts = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(parts).sort();
  if (names.length === 0 && !isPlain(value)) {
    // What such an object holds is out of sight: two that differ would be taken for one.
    throw unstructured(value.constructor.name);
  }
  const fields = names.map((name) => `${JSON.stringify(name)}:${structuralKey(parts[name])}`);
  return `{${fields.join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function unstructured(what: string): TypeError {
  return new TypeError(`a ${what} has no structure to compare; give the model a key function`);
}
