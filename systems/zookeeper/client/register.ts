import type { CasResult, Json, Key } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { create, type Data, getData, setData } from '../protocol/request.js';
import { isAnswer } from '../protocol/zookeeper-error.js';
import { below, ROOTS } from '../tree.js';
import { type Connection, readBy } from './connection.js';
import { update } from './update.js';
import { ATTEMPTS, conflict, lookAt } from './versioned.js';

function pathOf(key: Key): string {
  return below(ROOTS.register, String(key));
}

function seen(found: Data | null): Json {
  return found === null ? null : valueOf(found.data);
}

/** Registers, each a node of its own. */
export const register = {
  async read(connection: Connection, key: Key): Promise<Json> {
    try {
      return seen(await readBy(connection, getData(pathOf(key))));
    } catch (thrown) {
      if (isAnswer(thrown, 'noNode')) return null;
      throw thrown;
    }
  },

  readLocal: (connection: Connection, key: Key): Promise<Json> =>
    lookAt(connection, pathOf(key)).then(seen),

  async write({ session }: Connection, key: Key, value: Json): Promise<void> {
    const path = pathOf(key);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      try {
        await session.ask(setData(path, textOf(value)));
        return;
      } catch (thrown) {
        if (!isAnswer(thrown, 'noNode')) throw thrown;
      }
      try {
        await session.ask(create(path, textOf(value)));
        return;
      } catch (thrown) {
        if (!isAnswer(thrown, 'nodeExists')) throw thrown;
      }
    }
    throw conflict();
  },

  /** A transaction, whatever `reads` is: it proves the value that was there, also where another one was expected. */
  async cas(connection: Connection, key: Key, expected: Json, next: Json): Promise<CasResult> {
    const path = pathOf(key);
    const isExpected = (found: Data | null): boolean => textOf(seen(found)) === textOf(expected);
    const before = await update(connection, [path], (now) =>
      isExpected(now.get(path) ?? null) ? new Map([[path, textOf(next)]]) : new Map(),
    );
    const found = before.get(path) ?? null;
    return isExpected(found) ? { swapped: true } : { swapped: false, saw: seen(found) };
  },
};
