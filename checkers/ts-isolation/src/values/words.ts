import type { MicroOp, Value } from '../types.js';
import { isStructure, structureText } from './structure.js';

/** Of longer lists the beginning and the end are shown. */
const SHOWN_FIRST = 3;
const SHOWN_LAST = 8;

/** A value for people. */
export function valueText(value: Value): string {
  return typeof value === 'bigint' ? String(value) : structureText(value);
}

/** A key for people: a plain name without quotes. */
export function keyText(key: Value): string {
  return typeof key === 'string' && /^[a-z_][\w.:/-]*$/i.test(key) ? key : valueText(key);
}

/** A list for people, cut in the middle where it is long. */
export function listText(list: readonly Value[]): string {
  const left = list.length - SHOWN_FIRST - SHOWN_LAST;
  const shown =
    left <= 1
      ? list.map(valueText)
      : [
          ...list.slice(0, SHOWN_FIRST).map(valueText),
          `… ${left} more …`,
          ...list.slice(-SHOWN_LAST).map(valueText),
        ];
  return `[${shown.join(', ')}]`;
}

/** What a transaction did, for people: `append(x, 1), read(y) -> [2]`. */
export function transactionText(ops: readonly MicroOp[]): string {
  const texts = ops.map(([f, key, value]) => {
    if (f !== 'r') return `${f === 'w' ? 'write' : f}(${keyText(key)}, ${valueText(value)})`;
    return `read(${keyText(key)}) -> ${value === undefined ? '?' : readText(value)}`;
  });
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}

function readText(value: Value): string {
  return isStructure(value) && Array.isArray(value)
    ? listText(value as readonly Value[])
    : valueText(value);
}
