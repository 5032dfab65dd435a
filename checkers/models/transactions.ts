import { CONSISTENCY_MODELS } from 'ts-isolation';
import type { ModelOption, TransactionModel } from '../../harness/core/model.js';

const CONSISTENCY_MODEL: ModelOption = {
  summary: 'the level that is claimed',
  default: 'strict-serializable',
  choices: CONSISTENCY_MODELS,
};

const REAL_TIME: ModelOption = {
  summary: 'whether the order of the events is that of real time; else only processes have one',
  default: true,
};

/** Elle's lists: each value is appended to a key once, so that what is read tells the order. */
export const listAppendModel: TransactionModel = {
  name: 'list-append',
  summary: 'lists, appended to and read by transactions',
  ops: 'txn [[append k v] [r k null] …] → the same with the lists that were read',
  checker: 'isolation',
  options: {
    consistencyModel: CONSISTENCY_MODEL,
    realTime: REAL_TIME,
    nilRead: {
      summary: 'what a read of null saw: an empty list, or one that is not known',
      default: 'null',
      choices: ['null', 'unknown'],
    },
  },
};

/** Elle's registers: each value is written to a key once, so that what is read tells who wrote it. */
export const rwRegisterModel: TransactionModel = {
  name: 'rw-register',
  summary: 'registers, written and read by transactions',
  ops: 'txn [[w k v] [r k null] …] → the same with the values that were read',
  checker: 'isolation',
  options: {
    consistencyModel: CONSISTENCY_MODEL,
    realTime: REAL_TIME,
    nilRead: {
      summary: 'what a read of null saw: the state before all writes, or one that is not known',
      default: 'null',
      choices: ['null', 'unknown'],
    },
    unseenWrites: {
      summary:
        'what a value is that nobody wrote in the history: possible, as Elle has it, or garbage',
      default: 'possible',
      choices: ['possible', 'garbage'],
    },
    linearizableKeys: {
      summary: 'each key by itself is linearizable: real time tells the order of its values',
      default: false,
    },
    sequentialKeys: {
      summary: 'each key by itself is sequential: processes tell the order of its values',
      default: false,
    },
  },
};
