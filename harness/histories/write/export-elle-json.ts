import type { History } from '../../core/history.js';
import type { Json } from '../../core/json.js';
import type { Op } from '../../core/op.js';
import { jsonText, numberText } from '../../core/json-text.js';

/**
 * A history in elle-cli's form, in pieces: one JSON list with an event on each line. A value that
 * is not known has no `value`; nodes and errors are kept.
 */
export function* exportElleJson(history: History): Generator<string> {
  let opening = '[';
  for (const op of history) {
    yield `${opening}${eventObject(op)}`;
    opening = ',\n';
  }
  yield opening === '[' ? '[]\n' : ']\n';
}

function eventObject({ index, time, process, type, f, value, node, error }: Op): string {
  let text = `{"index":${index},"time":${numberText(time)},"process":${JSON.stringify(process)},"type":"${type}","f":${JSON.stringify(f)}`;
  if (value !== undefined) text += `,"value":${jsonText(value)}`;
  if (node !== undefined) text += `,"node":${JSON.stringify(node)}`;
  if (error !== undefined) text += `,"error":${jsonText(error as unknown as Json)}`;
  return `${text}}`;
}
