import {
  checkListAppend,
  checkRwRegister,
  type IsolationResult,
  type ListOp,
  type MicroOp,
  type RegisterOp,
  type RwRegisterOptions,
  type RwRegisterResult,
  type Transaction,
  type Value,
} from 'ts-isolation';
import { Misfit, type TransactionModel } from '../../harness/core/model.js';
import { keyText } from '../models/op-values.js';
import { withCauses } from './causes.js';
import { listAppendModel, rwRegisterModel } from '../models/transactions.js';

/** What was found. Of registers: how many reads saw what no transaction of the history wrote. */
export type Judged = IsolationResult & Partial<Pick<RwRegisterResult, 'unseenWrites'>>;

/** What transactions work on. */
export interface DataType {
  readonly model: TransactionModel;
  /** The name of a write among the micro-ops. */
  readonly write: 'append' | 'w';
  /** @throws Misfit for an answer that can't be. */
  readonly readOf: (key: Value, value: Value) => MicroOp;
  /** @param history - with micro-ops of this type. */
  readonly check: (history: readonly Transaction[], options: RwRegisterOptions) => Judged;
}

const lists: DataType = {
  model: listAppendModel,
  write: 'append',
  // Elle's stores answer nil for a list that nobody has appended to.
  readOf: (key, value) => {
    if (value === null) return ['r', key, []];
    if (Array.isArray(value)) return ['r', key, value as readonly Value[]];
    throw new Misfit('completion', `the list that was read of ${keyText(key)}`, value);
  },
  check: (history, options) => checkListAppend(history as readonly Transaction<ListOp>[], options),
};

export const registers: DataType = {
  model: rwRegisterModel,
  write: 'w',
  readOf: (key, value) => ['r', key, value],
  check(history, options) {
    const transactions = history as readonly Transaction<RegisterOp>[];
    const result = checkRwRegister(transactions, options);
    return { ...result, anomalies: withCauses(transactions, result.anomalies) };
  },
};

export const dataTypes: readonly DataType[] = [lists, registers];
