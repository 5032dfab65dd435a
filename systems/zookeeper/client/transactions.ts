import { type Json, OpFailed, type TransactionStep } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { stepsOn } from '../../transaction-steps.js';
import { create, multi, remove } from '../protocol/request.js';
import { CODES, ZooKeeperError } from '../protocol/zookeeper-error.js';
import { below, ROOTS } from '../tree.js';
import type { Connection } from './connection.js';
import { type Seen, update } from './update.js';

const pathOf = (key: Json): string => below(ROOTS.transaction, textOf(key));
const accountNamed = (account: string): string => below(ROOTS.account, account);

function balanceIn(seen: Seen, account: string): number {
  return Number(seen.get(accountNamed(account))?.data ?? 0);
}

function valuesOf(seen: Seen): ReadonlyMap<string, Json> {
  return new Map(
    [...seen].map(([path, found]) => [path, found === null ? null : valueOf(found.data)]),
  );
}

/** Transactions: all nodes are read, and one `multi` checks that they are still the same and writes. */
export const transactions = {
  async txn(
    connection: Connection,
    steps: readonly TransactionStep[],
  ): Promise<readonly TransactionStep[]> {
    const paths = [...new Set(steps.map(([, key]) => pathOf(key)))];
    const seen = await update(connection, paths, (now) => {
      const { written } = stepsOn(steps, valuesOf(now), pathOf);
      return new Map([...written].map(([path, value]) => [path, textOf(value)]));
    });
    return stepsOn(steps, valuesOf(seen), pathOf).steps;
  },

  transfer: (connection: Connection, from: string, to: string, amount: number): Promise<unknown> =>
    update(
      connection,
      [from, to].map(accountNamed),
      (seen) =>
        new Map([
          [accountNamed(from), String(balanceIn(seen, from) - amount)],
          [accountNamed(to), String(balanceIn(seen, to) + amount)],
        ]),
    ),

  async balances(
    connection: Connection,
    accounts: readonly string[],
  ): Promise<Readonly<Record<string, number>>> {
    const seen = await update(connection, accounts.map(accountNamed), () => new Map());
    return Object.fromEntries(accounts.map((account) => [account, balanceIn(seen, account)]));
  },

  async insertIfNone(
    { session }: Connection,
    key: number,
    table: 'a' | 'b',
    id: number,
  ): Promise<void> {
    const row = (of: 'a' | 'b') => below(ROOTS.row, `${of}${key}`);
    const other = row(table === 'a' ? 'b' : 'a');
    const parts = [create(other, ''), remove(other), create(row(table), textOf(id))];
    const code = await session.ask(multi(parts));
    if (code === CODES.nodeExists) {
      throw new OpFailed('row-exists', 'a row of this key is there already');
    }
    if (code !== 0) throw new ZooKeeperError(code);
  },
};
