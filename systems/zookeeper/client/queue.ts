import type { Json, LogEntry } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { create, getChildren, getData, remove } from '../protocol/request.js';
import { isAnswer } from '../protocol/zookeeper-error.js';
import { below, numberIn, ROOTS } from '../tree.js';
import { type Connection, readBy } from './connection.js';
import { createBelow } from './sequential.js';
import { ATTEMPTS, conflict } from './versioned.js';

/** How many entries of a log one poll gives at most. */
const ENTRIES_PER_POLL = 32;

/** The element, if it was still there to be taken out. */
async function taken({ session }: Connection, path: string): Promise<Json | undefined> {
  try {
    const { data } = await session.ask(getData(path));
    await session.ask(remove(path));
    return valueOf(data);
  } catch (thrown) {
    if (isAnswer(thrown, 'noNode')) return undefined;
    throw thrown;
  }
}

/** A queue and logs: a sequential node for each element. */
export const queue = {
  enqueue: ({ session }: Connection, element: Json): Promise<unknown> =>
    session.ask(create(`${ROOTS.queue}/`, textOf(element), 'sequential')),

  async dequeue(connection: Connection): Promise<Json> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const names = await readBy(connection, getChildren(ROOTS.queue));
      const [first] = [...names].sort();
      if (first === undefined) return null;
      const element = await taken(connection, `${ROOTS.queue}/${first}`);
      if (element !== undefined) return element;
    }
    throw conflict();
  },

  async send(connection: Connection, log: string, value: Json): Promise<number> {
    const root = below(ROOTS.log, log);
    return numberIn(await createBelow(connection, root, `${root}/`, textOf(value)));
  },

  async poll(connection: Connection, log: string, from: number): Promise<readonly LogEntry[]> {
    const root = below(ROOTS.log, log);
    try {
      const names = await readBy(connection, getChildren(root));
      const wanted = [...names].sort().filter((name) => numberIn(name) >= from);
      const entries = wanted.slice(0, ENTRIES_PER_POLL).map(async (name) => {
        const { data } = await connection.session.ask(getData(`${root}/${name}`));
        return [numberIn(name), valueOf(data)] as const;
      });
      return await Promise.all(entries);
    } catch (thrown) {
      if (isAnswer(thrown, 'noNode')) return [];
      throw thrown;
    }
  },
};
