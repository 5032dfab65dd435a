import type { Json } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { create, getChildren } from '../protocol/request.js';
import { isAnswer } from '../protocol/zookeeper-error.js';
import { below, ROOTS, textIn } from '../tree.js';
import { type Connection, readBy } from './connection.js';

/** A set: a node without data for each element. */
export const set = {
  async add({ session }: Connection, element: Json): Promise<void> {
    try {
      await session.ask(create(below(ROOTS.set, textOf(element)), ''));
    } catch (thrown) {
      if (!isAnswer(thrown, 'nodeExists')) throw thrown;
    }
  },

  async readAll(connection: Connection): Promise<readonly Json[]> {
    const names = await readBy(connection, getChildren(ROOTS.set));
    return names.map((name) => valueOf(textIn(name)));
  },
};
