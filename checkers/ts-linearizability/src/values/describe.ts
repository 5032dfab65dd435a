import type { Value } from '../types.js';

/**
 * A value for people, as JSON with what JSON lacks: `NaN`, `Infinity`, and `5n` for bigints, at any
 * depth. `?` if it is not known.
 */
export function describeValue(value: Value | undefined): string {
  return textOf(value) ?? '?';
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'bigint') {
    return `${value}n`;
  }
  if (typeof value === 'number') {
    // As text both zeros are 0: they are one value.
    return String(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((part) => textOf(part) ?? 'null').join(',')}]`;
  }
  if (!isPlainObject(value)) {
    return JSON.stringify(value);
  }
  const fields = Object.entries(value).flatMap(([name, part]) => {
    const text = textOf(part);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${fields.join(',')}}`;
}

function isPlainObject(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'toJSON') !== 'function'
  );
}
