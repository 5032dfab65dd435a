import type { Value } from '../types.js';

/** Of a larger value, only so many parts are shown: nobody reads more. */
const MOST_PARTS = 1000;
const CUT = '…';

/**
 * A value for people, as JSON with what JSON lacks: `NaN`, `Infinity`, `5n` for bigints, `Set{1,2}` and
 * `Map{1:2}`, at any depth. `?` if it is not known. A large value is cut: `…`.
 */
export function describeValue(value: Value | undefined): string {
  let left = MOST_PARTS;

  function textOf(part: unknown): string {
    if (left-- === 0) {
      return CUT;
    }
    if (typeof part === 'bigint') {
      return `${part}n`;
    }
    if (typeof part === 'number') {
      // As text both zeros are 0: they are one value.
      return String(part);
    }
    if (typeof part !== 'object' || part === null) {
      return JSON.stringify(part) ?? 'null';
    }
    if (Array.isArray(part)) {
      return `[${listed(part, textOf)}]`;
    }
    if (part instanceof Set) {
      return `Set{${listed(part, textOf)}}`;
    }
    if (part instanceof Map) {
      return `Map{${listed(part, ([key, its]) => `${textOf(key)}:${textOf(its)}`)}}`;
    }
    if ('toJSON' in part) {
      return JSON.stringify(part);
    }
    const fields = Object.entries(part).filter(([, its]) => its !== undefined);
    return `{${listed(fields, ([name, its]) => `${JSON.stringify(name)}:${textOf(its)}`)}}`;
  }

  function listed<Part>(parts: Iterable<Part>, text: (part: Part) => string): string {
    const texts: string[] = [];
    for (const part of parts) {
      if (left <= 0) {
        texts.push(CUT);
        break;
      }
      texts.push(text(part));
    }
    return texts.join();
  }

  return value === undefined ? '?' : textOf(value);
}
