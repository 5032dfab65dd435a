import { CONSISTENCY_MODELS } from 'ts-isolation';
import type { TransactionModel } from '../../harness/core/model.js';

/** Elle's lists: each value is appended to a key once, so that what is read tells the order. */
export const listAppendModel: TransactionModel = {
  name: 'list-append',
  summary: 'lists, appended to and read by transactions',
  ops: 'txn [[append k v] [r k null] …] → the same with the lists that were read',
  checker: 'isolation',
  options: {
    consistencyModel: {
      summary: 'the level that is claimed',
      default: 'strict-serializable',
      choices: CONSISTENCY_MODELS,
    },
    nilRead: {
      summary: 'what a read of null saw: an empty list, or one that is not known',
      default: 'null',
      choices: ['null', 'unknown'],
    },
  },
};
