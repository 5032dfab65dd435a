import { Found } from '../found.js';
import { columnsOf } from '../history/columns.js';
import { judge } from '../judge.js';
import { processOrderOf } from '../order/process-order.js';
import type { IsolationOptions, IsolationResult, RegisterOp, Transaction } from '../types.js';
import { updatesOf } from '../versions/dependencies.js';
import { findLostUpdates } from '../versions/lost-update.js';
import { findCyclicVersions } from './cyclic-versions.js';
import { addInitialState, addProcessOrder, addRealtimeOrder } from './register-order.js';
import { readsOfRegisters, type UnseenWrites } from './register-reads.js';
import { RegisterOrder } from './update-chains.js';

export interface RwRegisterOptions extends IsolationOptions {
  /** Each key by itself is linearizable: real time tells the order of its values, at every level. */
  readonly linearizableKeys?: boolean;
  /** Each key by itself is sequentially consistent: so does the order of each process. */
  readonly sequentialKeys?: boolean;
  /**
   * What a value is that no transaction of the history wrote: `garbage` (the default), or `possible`, as
   * where others write that the history does not show. Nothing follows from a read of it then.
   */
  readonly unseenWrites?: UnseenWrites;
}

export interface RwRegisterResult extends IsolationResult {
  /** How many reads saw what no transaction of the history wrote. */
  readonly unseenWrites: number;
}

/**
 * Judges transactions on registers. A read tells who wrote what it saw. The order of the values of a
 * key is known in part: the initial state comes first; what a transaction read comes before what it
 * wrote over it; and for levels that ask for them, the order of processes and real time tell more.
 *
 * It relies on every value being written to a key once, and on `null` being the initial state. A key
 * where that is not so is not judged.
 * @throws InvalidHistoryError for what is no transaction on registers.
 * @throws UnknownModelError for a model that there is not.
 */
export function checkRwRegister(
  history: readonly Transaction<RegisterOp>[],
  {
    consistencyModel = 'strict-serializable',
    linearizableKeys = false,
    sequentialKeys = false,
    unseenWrites = 'garbage',
  }: RwRegisterOptions = {},
): RwRegisterResult {
  const found = new Found();
  const columns = columnsOf(history, 'w');
  const own = readsOfRegisters(columns, unseenWrites, found);
  const { committed, reads, notJudged } = own;
  const processOrder = processOrderOf(columns, committed);
  const updates = updatesOf(columns, reads);
  findLostUpdates(columns, reads, updates, found);
  const order = new RegisterOrder(columns, reads, updates, linearizableKeys || sequentialKeys);
  addInitialState(columns, reads, committed, order);
  addProcessOrder(columns, reads, processOrder, sequentialKeys, order);
  addRealtimeOrder(columns, reads, committed, linearizableKeys, order);
  if (order.mayBeCyclic) findCyclicVersions(columns, order.versions, found);
  const inference = { committed, reads, order: order.versions, notJudged, isTotal: false };
  const result = judge(columns, inference, processOrder, found, consistencyModel);
  return { ...result, unseenWrites: own.unseenWrites };
}
