import { OpFailed } from '../../../harness/index.js';
import { textOf } from '../../json-text.js';
import { transactionsOver } from '../../optimistic-transactions.js';
import { create, multi, remove } from '../protocol/request.js';
import { CODES, ZooKeeperError } from '../protocol/zookeeper-error.js';
import { below, ROOTS } from '../tree.js';
import type { Connection } from './connection.js';
import { type Seen, update } from './update.js';

function textsIn(seen: Seen): ReadonlyMap<string, string> {
  return new Map(
    [...seen].flatMap(([path, found]) => (found === null ? [] : [[path, found.data]])),
  );
}

/** Transactions: all nodes are read, and one `multi` checks that they are still the same and writes. */
export const transactions = {
  ...transactionsOver<Connection>({
    nameOfKey: (key) => below(ROOTS.transaction, textOf(key)),
    nameOfAccount: (account) => below(ROOTS.account, account),
    // A `multi` that writes nothing proves what was read.
    read: async (connection, paths) => textsIn(await update(connection, paths, () => new Map())),
    update: async (connection, paths, change) =>
      textsIn(await update(connection, paths, (seen) => change(textsIn(seen)))),
  }),

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
