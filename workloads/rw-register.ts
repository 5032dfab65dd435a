import { transactionsType } from '../harness/core/data-types/index.js';
import type { Workload } from '../harness/core/workload.js';
import { transactionDefaults, transactions } from './transactions.js';

/**
 * Elle's transactions on registers: what was read tells who wrote it. At levels that ask for real time, it tells the
 * order of the values, too.
 */
export const rwRegister: Workload = {
  name: 'rw-register',
  summary: 'transactions of reads and of writes of unique values',
  invariant: 'transactions are isolated as the option consistencyModel says',
  dataType: transactionsType,
  checkers: ['isolation'],
  model: { name: 'rw-register', options: { unseenWrites: 'garbage' } },
  defaults: transactionDefaults,
  main: ({ random, options }) => transactions(random, 'w', options),
  final: () => null,
};
