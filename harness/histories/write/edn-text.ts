import { isJsonArray, type Json } from '../../core/json.js';
import { numberText } from '../../core/json-text.js';

const KEYWORD = /^[A-Za-z][A-Za-z0-9_*!?-]*$/;

/** A value as EDN: objects are maps with strings as keys, strings stay strings. */
export function ednText(value: Json): string {
  if (value === null) return 'nil';
  if (typeof value === 'number') return ednNumber(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isJsonArray(value)) return `[${value.map(ednText).join(' ')}]`;
  const fields = Object.entries(value);
  return `{${fields
    .flatMap(([name, part]) =>
      part === undefined ? [] : [`${JSON.stringify(name)} ${ednText(part)}`],
    )
    .join(', ')}}`;
}

/** NaN and the infinities have names of their own in EDN. */
function ednNumber(number: number): string {
  if (Number.isFinite(number)) return numberText(number);
  return Number.isNaN(number) ? '##NaN' : number > 0 ? '##Inf' : '##-Inf';
}

/** A name as a keyword, or as a string where EDN has no such keyword. */
export function ednName(name: string): string {
  return KEYWORD.test(name) ? `:${name}` : JSON.stringify(name);
}

/**
 * The value of a transaction, `[[f key value] …]`, with each f as a keyword, as Elle expects; any
 * other value as {@link ednText} gives it.
 */
export function ednTransaction(value: Json): string {
  if (!isJsonArray(value)) return ednText(value);
  return `[${value.map(microOperation).join(' ')}]`;
}

function microOperation(micro: Json): string {
  if (!isJsonArray(micro)) return ednText(micro);
  const [f, ...rest] = micro;
  return typeof f === 'string' && KEYWORD.test(f)
    ? `[${[ednName(f), ...rest.map(ednText)].join(' ')}]`
    : ednText(micro);
}
