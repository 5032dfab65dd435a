import { bankType } from '../harness/core/data-types/index.js';
import { skewedInteger, unfold } from '../harness/core/generator/index.js';
import type { Workload, WorkloadContext } from '../harness/core/workload.js';

function accountsOf({ options }: WorkloadContext): readonly string[] {
  return Array.from({ length: Number(options['accounts']) }, (_, account) => String(account));
}

/** Money that is moved between accounts of 0, which may be overdrawn: their sum is 0 in every read. */
export const bank: Workload = {
  name: 'bank',
  summary: 'transfers between accounts, and reads of all balances',
  invariant: 'the balances always sum up to 0, and each read sees all transfers before it',
  dataType: bankType,
  checkers: ['bank-total', 'linearizable'],
  model: { name: 'bank', options: { negativeBalances: true } },
  defaults: { accounts: 5, readShare: 0.5, largestTransfer: 5, skew: 0 },
  main(context) {
    const { random, options } = context;
    const accounts = accountsOf(context);
    return unfold(random, (from) => {
      const [share, afterShare] = from.fraction();
      if (share < Number(options['readShare'])) return [{ f: 'read', value: accounts }, afterShare];
      const skew = Number(options['skew']);
      const [payer, afterPayer] = skewedInteger(afterShare, accounts.length, skew);
      const others = accounts.toSpliced(payer, 1);
      const [payee, afterAccounts] = skewedInteger(afterPayer, others.length, skew);
      const [amount, next] = afterAccounts.integer(Number(options['largestTransfer']));
      return [
        {
          f: 'transfer',
          value: { from: accounts[payer] ?? '', to: others[payee] ?? '', amount: amount + 1 },
        },
        next,
      ];
    });
  },
  final: () => null,
};
