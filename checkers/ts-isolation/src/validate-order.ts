import { modelsImpliedBy, type ConsistencyModel } from './models/models.js';
import type { Transaction, Value } from './types.js';
import { Codes } from './values/codes.js';
import { commonPrefix, sameValue } from './values/same-value.js';
import { uint8Array } from './values/typed-arrays.js';

/**
 * Whether an order of transactions is legal, by doing them one after another. It shares nothing with
 * the search for cycles, so it can be asked what to think of it.
 * @param order - positions of the transactions that committed: all that say so, and others of which
 *   nobody knows.
 * @param consistencyModel - real time counts for `strict-serializable`, and the order of each process for
 *   that and for `strong-session-serializable`. Where times are not known, that is the order of the history.
 * @throws UnknownModelError for a model that there is not.
 */
export function validateOrder(
  history: readonly Transaction[],
  order: ArrayLike<number>,
  consistencyModel: ConsistencyModel = 'strict-serializable',
): boolean {
  const models = modelsImpliedBy(consistencyModel);
  const done = uint8Array(history.length);
  /** The state of each key that was written, by the code of the key. */
  const [codes, state] = [new Codes(), new Map<number, Value>()];
  /** The latest time at which one so far began: what comes next must not have ended before. */
  let begun = Number.NEGATIVE_INFINITY;
  const begunBy = new Map<number | string, number>();
  /** Of each process: the position of the last so far that is known to have committed and has no times. */
  const untimedBy = new Map<number | string, number>();
  for (const position of Array.from(order)) {
    const transaction = history[position];
    if (transaction === undefined || transaction.outcome === 'fail' || done[position] === 1) {
      return false;
    }
    done[position] = 1;
    const { process, call = Number.NEGATIVE_INFINITY, return: end = Infinity } = transaction;
    const ended = transaction.outcome === 'ok' ? end : Number.POSITIVE_INFINITY;
    if (consistencyModel === 'strict-serializable' && ended < begun) return false;
    const hasSessions = models.has('strong-session-serializable');
    if (hasSessions && transaction.call === undefined) {
      // Without times the transactions of a process are in the order of the history.
      if (transaction.outcome === 'ok' && position < (untimedBy.get(process) ?? -1)) return false;
      untimedBy.set(process, Math.max(untimedBy.get(process) ?? -1, position));
    }
    if (hasSessions) {
      if (ended < (begunBy.get(process) ?? Number.NEGATIVE_INFINITY)) return false;
      begunBy.set(process, Math.max(begunBy.get(process) ?? call, call));
    }
    begun = Math.max(begun, call);
    if (!apply(transaction, codes, state)) return false;
  }
  return history.every(({ outcome }, position) => outcome !== 'ok' || done[position] === 1);
}

/** Does a transaction; false where it read otherwise. */
function apply({ ops, outcome }: Transaction, codes: Codes, state: Map<number, Value>): boolean {
  for (const [f, name, value] of ops) {
    const key = codes.of(name);
    const now = state.get(key) ?? null;
    if (f === 'append') {
      if (now === null) state.set(key, [value]);
      else (now as Value[]).push(value);
    } else if (f === 'w') {
      state.set(key, value);
    } else if (outcome === 'ok' && value !== undefined && !isState(value, now)) {
      return false;
    }
  }
  return true;
}

/** Whether a state was read as it is. The list of a key without one may be read as empty. */
function isState(read: Value, now: Value): boolean {
  if (!Array.isArray(read) || (now !== null && !Array.isArray(now))) return sameValue(read, now);
  const [seen, list] = [read as readonly Value[], (now ?? []) as readonly Value[]];
  return seen.length === list.length && commonPrefix(seen, list) === list.length;
}
