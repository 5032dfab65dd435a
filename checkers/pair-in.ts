import type { HistoryOp } from './history-op.js';
import { MalformedHistoryError } from './malformed-history.js';

/** The two parts of what an op carries. @throws MalformedHistoryError where there are not two. */
export function pairIn(
  { invocation }: HistoryOp,
  value: unknown,
): readonly [first: unknown, second: unknown] {
  if (!Array.isArray(value) || value.length !== 2) {
    throw new MalformedHistoryError(invocation, 'a pair of a key and a value', value as never);
  }
  return value as [unknown, unknown];
}
