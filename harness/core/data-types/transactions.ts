import { answer, defineDataType, ok, wrongAnswer } from '../data-type.js';
import { isJsonArray, type Json } from '../json.js';

/**
 * One step of a transaction: `['r', key, null]` reads, `['w', key, value]` writes, and
 * `['append', key, value]` adds to the end of the key's list.
 */
export type TransactionStep = readonly [f: string, key: Json, value: Json];

/** What clients do with transactions. */
export interface TransactionMethods {
  /**
   * Does all steps as one transaction; gives the same steps with what was read in the place of `null`.
   * One that was rolled back throws an OpFailed.
   */
  txn(steps: readonly TransactionStep[]): Promise<readonly TransactionStep[]>;
}

function isStep(step: Json): step is TransactionStep {
  return Array.isArray(step) && step.length === 3 && typeof step[0] === 'string';
}

function stepsOf(returned: unknown, count: number): readonly TransactionStep[] {
  const steps = answer(returned);
  if (Array.isArray(steps) && steps.length === count && steps.every(isStep)) return steps;
  throw wrongAnswer(`the ${count} steps of the transaction from txn`, returned);
}

/** Transactions over keys: `txn` takes a list of steps, and gives it with what was read. */
export const transactionsType = defineDataType<TransactionMethods>({
  name: 'transactions',
  summary: 'transactions of reads, writes and appends over several keys',
  operations: {
    txn: {
      needs: ['txn'],
      serve(client, value) {
        const steps = isJsonArray(value) ? value : null;
        if (!steps?.every(isStep)) return null;
        return client.txn(steps).then((returned) => ok(stepsOf(returned, steps.length)));
      },
    },
  },
});
