import type { Json } from '../../core/json.js';
import type { Op } from '../../core/op.js';
import { jsonText, numberText } from '../../core/json-text.js';

const quoted = new Map<string, string>();

/** A short string that comes again and again, as JSON. */
function quote(text: string): string {
  let json = quoted.get(text);
  if (json === undefined) {
    json = JSON.stringify(text);
    if (quoted.size < 10_000) quoted.set(text, json);
  }
  return json;
}

/**
 * One event as one line of `history.jsonl`, with its line feed. Built by hand: several times
 * faster than serializing the object, and the order of the fields is fixed.
 */
export function historyLine(op: Op): string {
  const { value, node, error } = op;
  let line = `{"index":${op.index},"time":${op.time},"process":${
    typeof op.process === 'number' ? op.process : quote(op.process)
  },"type":"${op.type}","f":${quote(op.f)}`;
  if (value !== undefined) {
    line += `,"value":${typeof value === 'number' ? numberText(value) : jsonText(value)}`;
  }
  if (node !== undefined) line += `,"node":${quote(node)}`;
  if (op.line !== undefined) line += `,"line":${op.line}`;
  if (error !== undefined) line += `,"error":${jsonText(error as unknown as Json)}`;
  return `${line}}\n`;
}
