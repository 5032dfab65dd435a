import { answer, defineDataType, ok, wrongAnswer } from '../data-type.js';
import { isJsonObject, type Json } from '../json.js';

/** What clients do with a bank. An account that was never used holds 0, and any may be overdrawn. */
export interface BankMethods {
  /** Moves money from one account to another, as one transaction. */
  transfer(from: string, to: string, amount: number): Promise<unknown>;
  /** The balance of each of the accounts, read as one transaction. */
  balances(accounts: readonly string[]): Promise<Readonly<Record<string, number>>>;
}

function accountsOf(value: Json | undefined): readonly string[] | null {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;
}

/** Accounts: `transfer` of `{from, to, amount}`, `read` of a list of accounts gives `{account: balance, …}`. */
export const bankType = defineDataType<BankMethods>({
  name: 'bank',
  summary: 'accounts: transfer money, read all balances',
  operations: {
    transfer: {
      needs: ['transfer'],
      serve(client, value) {
        if (!isJsonObject(value)) return null;
        const { from, to, amount } = value;
        if (typeof from !== 'string' || typeof to !== 'string' || typeof amount !== 'number') {
          return null;
        }
        return client.transfer(from, to, amount).then(() => ok(value));
      },
    },
    read: {
      needs: ['balances'],
      readsOnly: true,
      serve(client, value) {
        const accounts = accountsOf(value);
        return (
          accounts &&
          client.balances(accounts).then((returned) => {
            const balances = answer(returned);
            if (
              isJsonObject(balances) &&
              accounts.every((name) => typeof balances[name] === 'number')
            )
              return ok(balances);
            throw wrongAnswer('a number for each account from balances', returned);
          })
        );
      },
    },
  },
});
