import { type Json, type Key, OpFailed, OpIndeterminate } from '../../../harness/index.js';
import { createWithStat, remove } from '../protocol/request.js';
import { isAnswer } from '../protocol/zookeeper-error.js';
import { below, ROOTS } from '../tree.js';
import type { Connection } from './connection.js';
import { change } from './versioned.js';

/** Locks: ephemeral nodes, which end with the session; their tokens are the transactions that made them. */
export const locks = {
  async acquire({ session, held }: Connection, lock: Key): Promise<number> {
    const path = below(ROOTS.lock, String(lock));
    try {
      const { created } = await session.ask(createWithStat(path, '', 'ephemeral'));
      held.set(path, created);
      return created;
    } catch (thrown) {
      if (isAnswer(thrown, 'nodeExists')) throw new OpFailed('held', 'the lock is held');
      throw thrown;
    }
  },

  async release({ session, held }: Connection, lock: Key, token: Json): Promise<void> {
    const path = below(ROOTS.lock, String(lock));
    const own = held.get(path);
    if (own !== undefined && own !== token) {
      throw new OpFailed('not-held', 'the lock is not held under this token');
    }
    if (own === undefined) {
      const message = 'the session that held the lock is over, or will be: with it goes the lock';
      throw new OpIndeterminate('session-lost', message);
    }
    // Only while the session lives is the node its own, and a session that is over can send nothing.
    await session.ask(remove(path));
    held.delete(path);
  },

  async writeGuarded(connection: Connection, lock: Key, token: number): Promise<boolean> {
    return change(connection, below(ROOTS.guarded, String(lock)), (last) =>
      Number(last) > token ? null : String(token),
    );
  },
};
