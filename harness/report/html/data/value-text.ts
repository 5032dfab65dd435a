import type { Json } from '../../../core/json.js';

const LONGEST = 96;
const ITEMS_SHOWN = 8;

/** A value in a few words: a long list is cut, with its length. */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    if (items.length > ITEMS_SHOWN) {
      const shown = items.slice(0, ITEMS_SHOWN).map((item) => JSON.stringify(item));
      return shortened(`[${shown.join(', ')}, … ${items.length} in all]`);
    }
  }
  return shortened(JSON.stringify(value));
}

/** Control characters but for line ends, and those that change the direction of writing. */
const INVISIBLE = /(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text in which nothing is hidden or turned around. */
export function visible(text: string): string {
  return text.replaceAll(INVISIBLE, '\ufffd');
}

/** Text cut at a length that a table cell can hold, with nothing hidden in it. */
export function shortened(text: string, longest = LONGEST): string {
  return visible(text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);
}
