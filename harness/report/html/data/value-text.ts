import { SCAN_ENDS, scanPiece } from '../../../core/final-read.js';
import { isJsonArray, type Json } from '../../../core/json.js';
import { jsonText } from '../../../core/json-text.js';
import { counted } from '../../../core/words.js';
import { visible } from '../../../core/visible.js';

const LONGEST = 96;
const ITEMS_SHOWN = 8;

/** A value in a few words: a long list is cut, with its length; of a scan's piece only that is told. */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return '';
  const piece = scanPiece(value);
  if (piece !== null) {
    const held = counted(piece.elements.length, 'element');
    return shortened(
      piece.cursor === SCAN_ENDS
        ? `${held}, the last piece`
        : `${held}, go on from ${piece.cursor}`,
    );
  }
  if (isJsonArray(value) && value.length > ITEMS_SHOWN) {
    const shown = value.slice(0, ITEMS_SHOWN).map((item) => jsonText(item));
    return shortened(`[${shown.join(', ')}, … ${value.length} in all]`);
  }
  return shortened(jsonText(value));
}

/** An object in the manner of a sentence: `reached: yes, roles: (n1: primary, n2: replica)`. */
export function objectText(value: Json | undefined, longest = LONGEST): string {
  return shortened(value === undefined ? '' : spoken(value, true), longest);
}

function spoken(value: Json | undefined, top: boolean): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object' || value === null) return String(value);
  if (isJsonArray(value)) {
    return value.map((item) => spoken(item, false)).join(' ');
  }
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${spoken(field, false)}`);
  return top ? fields.join(', ') : `(${fields.join(', ')})`;
}

/** Text cut at a length that a table cell can hold, with nothing hidden in it. */
export function shortened(text: string, longest = LONGEST): string {
  return visible(text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);
}
