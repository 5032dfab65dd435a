import type { Value } from '../types.js';

/** A value for people; `?` if it is not known. */
export function describeValue(value: Value | undefined): string {
  if (value === undefined) {
    return '?';
  }
  return typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value, bigintAsText) ?? '?');
}

function bigintAsText(_field: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
