import type { History } from '../../core/history.js';
import type { Op, OpError } from '../../core/op.js';
import { ednName, ednText, ednTransaction } from './edn-text.js';
import { numberText } from '../../core/json-text.js';

/**
 * A history as Jepsen's EDN, in pieces: one vector with an op map on each line. A value that is
 * not known has no `:value`, which Clojure reads as nil; nodes and errors are kept.
 */
export function* exportEdn(history: History): Generator<string> {
  let opening = '[';
  for (const op of history) {
    yield `${opening}${opMap(op)}`;
    opening = '\n ';
  }
  yield opening === '[' ? '[]\n' : ']\n';
}

function opMap({ index, time, process, type, f, value, node, error }: Op): string {
  let text = `{:index ${index}, :time ${numberText(time)}, :process ${
    typeof process === 'number' ? process : ednName(process)
  }, :type :${type}, :f ${ednName(f)}`;
  if (value !== undefined) {
    text += `, :value ${f === 'txn' ? ednTransaction(value) : ednText(value)}`;
  }
  if (node !== undefined) text += `, :node ${JSON.stringify(node)}`;
  if (error !== undefined) text += `, :error ${errorMap(error)}`;
  return `${text}}`;
}

function errorMap({ code, message, saw }: OpError): string {
  const parts = [`:code ${JSON.stringify(code)}`];
  if (message !== undefined) parts.push(`:message ${JSON.stringify(message)}`);
  if (saw !== undefined) parts.push(`:saw ${ednText(saw)}`);
  return `{${parts.join(', ')}}`;
}
