import type { Json } from '../../../harness/index.js';
import { create, getData } from '../protocol/request.js';
import { numberIn, ROOTS } from '../tree.js';
import { type Connection, readBy } from './connection.js';
import { change } from './versioned.js';

/** A counter, by versioned sets; and ids, which are the numbers of sequential nodes. */
export const counter = {
  increment: (connection: Connection, amount: number): Promise<unknown> =>
    change(connection, ROOTS.count, (count) => String(Number(count) + amount)),

  count: async (connection: Connection): Promise<number> =>
    Number((await readBy(connection, getData(ROOTS.count))).data),

  generateId: async ({ session }: Connection): Promise<Json> =>
    numberIn(await session.ask(create(`${ROOTS.ids}/`, '', 'sequential'))),
};
