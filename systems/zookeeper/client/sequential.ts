import { create } from '../protocol/request.js';
import { isAnswer } from '../protocol/zookeeper-error.js';
import type { Connection } from './connection.js';

/** Makes a node that may be there already. */
async function ensure({ session }: Connection, path: string): Promise<void> {
  try {
    await session.ask(create(path, ''));
  } catch (thrown) {
    if (!isAnswer(thrown, 'nodeExists')) throw thrown;
  }
}

/**
 * Makes a sequential node, and the one above it where that is not there.
 * @param path - of the node, without its number.
 * @returns its path, with the number at its end.
 */
export async function createBelow(
  connection: Connection,
  parent: string,
  path: string,
  data: string,
): Promise<string> {
  const sequential = create(path, data, 'sequential');
  try {
    return await connection.session.ask(sequential);
  } catch (thrown) {
    if (!isAnswer(thrown, 'noNode')) throw thrown;
  }
  await ensure(connection, parent);
  return connection.session.ask(sequential);
}
