import { transactionsType } from '../harness/core/data-types/index.js';
import type { Workload } from '../harness/core/workload.js';
import { transactionDefaults, transactions } from './transactions.js';

/** Elle's transactions on lists: what was read tells the order in which all was appended. */
export const listAppend: Workload = {
  name: 'list-append',
  summary: 'transactions of reads of whole lists and of appends of unique values',
  invariant: 'transactions are isolated as the option consistencyModel says',
  dataType: transactionsType,
  checkers: ['isolation'],
  model: { name: 'list-append', options: {} },
  defaults: transactionDefaults,
  main: ({ random, options }) => transactions(random, 'append', options),
  final: () => null,
};
