import type { RecordedValue } from '../recorded-event.js';
import { endOfString } from './end-of-string.js';

/** No value may be nested deeper: what looks at values does so by recursion. */
export const MAX_DEPTH = 1000;

/** A decimal has to have more than 15 digits, or a negative exponent, to be rounded to another number. */
const LONG_DECIMAL = /\d[\d.]{16}/;
const NEGATIVE_EXPONENT = /\d[eE]-/;

/**
 * Whether the built-in parser read a text as it is written. It takes the last of two fields of one
 * name, rounds long numbers, and nests as deeply as memory allows.
 */
export function isFaithful(value: RecordedValue, text: string): boolean {
  if (mayBeRounded(text)) return false;
  const fields = fieldsIn(value, 0);
  // Each field has a colon of its own; only strings hold others.
  return fields === colonsIn(text) || fields === colonsOutsideOfStrings(text);
}

/** Whether a text may have a decimal that no number is. Most have no point, which is quick to see. */
function mayBeRounded(text: string): boolean {
  return (
    (text.includes('.') && LONG_DECIMAL.test(text)) ||
    ((text.includes('e-') || text.includes('E-')) && NEGATIVE_EXPONENT.test(text))
  );
}

/** How many fields the objects in a value have; NaN where it has what can't be trusted. */
function fieldsIn(value: RecordedValue, depth: number): number {
  if (typeof value === 'number') {
    const isExact = Number.isSafeInteger(value) || (Number.isFinite(value) && value % 1 !== 0);
    return isExact ? 0 : Number.NaN;
  }
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === MAX_DEPTH) return Number.NaN;
  let fields = 0;
  if (Array.isArray(value)) {
    for (const part of value as readonly RecordedValue[]) fields += fieldsIn(part, depth + 1);
    return fields;
  }
  const object = value as { readonly [field: string]: RecordedValue };
  for (const name of Object.keys(object)) {
    fields += 1 + fieldsIn(object[name] as RecordedValue, depth + 1);
  }
  return fields;
}

function colonsIn(text: string): number {
  let colons = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) colons += 1;
  return colons;
}

function colonsOutsideOfStrings(text: string): number {
  let colons = 0;
  let colon = text.indexOf(':');
  let quote = text.indexOf('"');
  while (colon >= 0) {
    if (quote < 0 || colon < quote) {
      colons += 1;
      colon = text.indexOf(':', colon + 1);
    } else {
      const end = endOfString(text, quote);
      quote = text.indexOf('"', end + 1);
      if (colon < end) colon = text.indexOf(':', end + 1);
    }
  }
  return colons;
}
