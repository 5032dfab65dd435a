import { OpFailed } from '../../../harness/index.js';
import { textOf } from '../../json-text.js';
import { transactionsOver } from '../../optimistic-transactions.js';
import { conditions, requests, transact } from '../gateway/kv.js';
import type { Session } from './session.js';
import { readTogether, type Seen, update } from './update.js';

function textsIn(seen: Seen): ReadonlyMap<string, string> {
  return new Map([...seen].map(([name, { value }]) => [name, value]));
}

/** Transactions: what is written depends on what was read, so they are conditions on the revisions of keys. */
export const transactions = {
  ...transactionsOver<Session>({
    nameOfKey: (key) => `faultline/txn/${textOf(key)}`,
    nameOfAccount: (account) => `faultline/account/${account}`,
    read: async (session, names) =>
      textsIn(await readTogether(session, names, session.serializable)),
    update: async (session, names, change) =>
      textsIn(await update(session, names, (seen) => change(textsIn(seen)))),
  }),

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
