import type { History } from '../harness/core/history.js';
import { historyOp, type HistoryOp } from './history-op.js';

/** The ops of clients, in the order of their invocations. */
export function* clientOps(history: History): IterableIterator<HistoryOp> {
  for (let index = 0; index < history.length; index += 1) {
    if (!history.isNemesis(index) && history.type(index) === 'invoke') {
      yield historyOp(history, index);
    }
  }
}

/** The events of ops that prove something: of each its invocation, and its completion where there is one. */
export function eventsOf(ops: readonly HistoryOp[]): readonly number[] {
  return ops
    .flatMap(({ invocation, completion }) =>
      completion === null ? [invocation] : [invocation, completion],
    )
    .sort((a, b) => a - b);
}
