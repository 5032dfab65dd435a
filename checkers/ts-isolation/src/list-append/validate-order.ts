import type { ConsistencyModel, Transaction, Value } from '../types.js';
import { commonPrefix } from '../values/same-value.js';
import { ValueMap } from '../values/value-map.js';

/**
 * Whether an order of transactions is legal, by doing them one after another. It shares nothing with
 * the search for cycles, so it can be asked what to think of it.
 * @param order - positions of the transactions that committed: all that say so, and others of which
 *   nobody knows.
 */
export function validateOrder(
  history: readonly Transaction[],
  order: ArrayLike<number>,
  consistencyModel: ConsistencyModel = 'strict-serializable',
): boolean {
  const done = new Uint8Array(history.length);
  const lists = new ValueMap<Value[]>();
  /** The latest time at which one so far began: what comes next must not have ended before. */
  let begun = Number.NEGATIVE_INFINITY;
  for (const position of Array.from(order)) {
    const transaction = history[position];
    if (transaction === undefined || transaction.outcome === 'fail' || done[position] === 1) {
      return false;
    }
    done[position] = 1;
    const end = transaction.outcome === 'ok' ? transaction.return : Number.POSITIVE_INFINITY;
    if (consistencyModel === 'strict-serializable' && end < begun) return false;
    begun = Math.max(begun, transaction.call);
    if (!apply(transaction, lists)) return false;
  }
  return history.every(({ outcome }, position) => outcome !== 'ok' || done[position] === 1);
}

/** Does a transaction on the lists; false where it read otherwise. */
function apply({ ops, outcome }: Transaction, lists: ValueMap<Value[]>): boolean {
  for (const [f, key, value] of ops) {
    const list = lists.get(key) ?? [];
    if (f === 'append') {
      if (list.length === 0) lists.set(key, list);
      list.push(value);
    } else if (outcome === 'ok' && value !== undefined) {
      const seen = value ?? [];
      if (seen.length !== list.length || commonPrefix(seen, list) !== list.length) return false;
    }
  }
  return true;
}
