import { type Json, OpFailed, type TransactionStep } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { stepsOn } from '../../transaction-steps.js';
import { conditions, requests, transact } from '../gateway/kv.js';
import type { Session } from './session.js';
import { readTogether, type Seen, update } from './update.js';

function nameOf(key: Json): string {
  return `faultline/txn/${textOf(key)}`;
}

function accountNamed(account: string): string {
  return `faultline/account/${account}`;
}

function balanceIn(seen: Seen, account: string): number {
  return Number(seen.get(accountNamed(account))?.value ?? 0);
}

function valuesOf(seen: Seen): ReadonlyMap<string, Json> {
  return new Map([...seen].map(([name, { value }]) => [name, valueOf(value)]));
}

/** Transactions: what is written depends on what was read, so they are conditions on the revisions of keys. */
export const transactions = {
  async txn(
    session: Session,
    steps: readonly TransactionStep[],
  ): Promise<readonly TransactionStep[]> {
    const names = [...new Set(steps.map(([, key]) => nameOf(key)))];
    const seen = steps.every(([f]) => f === 'r')
      ? await readTogether(session, names, session.serializable)
      : await update(session, names, (now) => {
          const { written } = stepsOn(steps, valuesOf(now), nameOf);
          return new Map([...written].map(([name, value]) => [name, textOf(value)]));
        });
    return stepsOn(steps, valuesOf(seen), nameOf).steps;
  },

  transfer: (session: Session, from: string, to: string, amount: number): Promise<unknown> =>
    update(
      session,
      [from, to].map(accountNamed),
      (seen) =>
        new Map([
          [accountNamed(from), String(balanceIn(seen, from) - amount)],
          [accountNamed(to), String(balanceIn(seen, to) + amount)],
        ]),
    ),

  async balances(
    session: Session,
    accounts: readonly string[],
  ): Promise<Readonly<Record<string, number>>> {
    const names = accounts.map(accountNamed);
    const seen = await readTogether(session, names, session.serializable);
    return Object.fromEntries(accounts.map((account) => [account, balanceIn(seen, account)]));
  },

  async insertIfNone(
    { gateway }: Session,
    key: number,
    table: 'a' | 'b',
    id: number,
  ): Promise<void> {
    const row = (of: 'a' | 'b') => `faultline/row/${of}/${key}`;
    const { succeeded } = await transact(gateway, {
      compare: [conditions.absent(row('a')), conditions.absent(row('b'))],
      success: [requests.put(row(table), textOf(id))],
    });
    if (!succeeded) throw new OpFailed('row-exists', 'a row of this key is there already');
  },
};
