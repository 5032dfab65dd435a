import type { History } from '../../core/history.js';
import { historyLine } from './history-line.js';

/** A history as our own JSON lines, in pieces. */
export function* exportLines(history: History): Generator<string> {
  for (const op of history) yield historyLine(op);
}
