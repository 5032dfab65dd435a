import type { History } from '../../core/history.js';
import type { Json } from '../../core/json.js';
import type { Op } from '../../core/op.js';
import { jsonText, numberText } from '../../core/json-text.js';

const NEEDS_QUOTES = /["\r\n,]/;

/** A history as CSV, in pieces: a header, then an event on each row. */
export function* exportCsv(history: History): Generator<string> {
  yield 'process,type,f,value,time,node,error\n';
  for (const op of history) yield row(op);
}

function row({ time, process, type, f, value, node, error }: Op): string {
  const fields = [
    String(process),
    type,
    f,
    value === undefined ? '' : jsonText(value),
    numberText(time),
    node ?? '',
    error === undefined ? '' : jsonText(error as unknown as Json),
  ];
  return `${fields.map(field).join(',')}\n`;
}

function field(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
