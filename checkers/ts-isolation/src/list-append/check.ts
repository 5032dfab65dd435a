import { Found } from '../found.js';
import { columnsOf } from '../history/columns.js';
import { judge } from '../judge.js';
import { processOrderOf } from '../order/process-order.js';
import type { IsolationOptions, IsolationResult, ListOp, Transaction } from '../types.js';
import { findLostUpdates } from '../versions/lost-update.js';
import { updatesOf } from '../versions/dependencies.js';
import { inferFromLists } from './inference.js';

/**
 * Judges transactions on lists as Elle does (Kingsbury, Alvaro 2020): lists that were read tell in
 * which order their elements were appended, and so which transaction came before which. Time and
 * memory grow with the size of the history, however much of it is concurrent.
 *
 * It relies on every value being appended to a key once. A key where that is not so is not judged.
 * @throws InvalidHistoryError for what is no transaction on lists.
 * @throws UnknownModelError for a model that there is not.
 */
export function checkListAppend(
  history: readonly Transaction<ListOp>[],
  { consistencyModel = 'strict-serializable' }: IsolationOptions = {},
): IsolationResult {
  const found = new Found();
  const columns = columnsOf(history, 'append');
  const inference = inferFromLists(columns, found);
  findLostUpdates(columns, inference.reads, updatesOf(columns, inference.reads), found);
  const processOrder = processOrderOf(columns, inference.committed);
  return judge(columns, inference, processOrder, found, consistencyModel);
}
