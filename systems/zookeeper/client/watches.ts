import { type Json, type Key, wait, type WatchEvent } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { addWatch, getChildren, getData } from '../protocol/request.js';
import { isAnswer } from '../protocol/zookeeper-error.js';
import { below, numberIn, ROOTS, textIn } from '../tree.js';
import type { Connection } from './connection.js';
import { createBelow } from './sequential.js';
import type { WatchedNode } from './watched-nodes.js';

const NUMBER_LENGTH = 10;

function pathOf(key: Key): string {
  return below(ROOTS.watched, String(key));
}

/** The write that made a node, whose name holds its value and its number. */
function eventOf(name: string): WatchEvent {
  return [numberIn(name), valueOf(textIn(name.slice(0, -NUMBER_LENGTH)))];
}

/** Watches a node for as long as the connection lasts. */
async function watched(connection: Connection, path: string): Promise<WatchedNode> {
  const known = connection.watched.at(path);
  if (known !== undefined) return known;
  const node = connection.watched.begin(path);
  try {
    await connection.session.ask(addWatch(path));
    return node;
  } catch (thrown) {
    connection.watched.end(path);
    throw thrown;
  }
}

/**
 * Proves that the server of the session still answers: what it told before this answer has come. A server that does not
 * answer would leave the watch silent.
 */
async function proveHeard({ session }: Connection, path: string): Promise<void> {
  try {
    await session.ask(getData(path));
  } catch (thrown) {
    if (!isAnswer(thrown, 'noNode')) throw thrown;
  }
}

/** Writes that were made before, in their order. Of these, none is told any more: of later ones, all are. */
async function madeBefore(
  { session }: Connection,
  path: string,
  node: WatchedNode,
): Promise<readonly WatchEvent[]> {
  const children = getChildren(path);
  try {
    const names = await session.ask({
      ...children,
      read(reader) {
        // Events that came before this answer are of nodes that it holds; those after it are of others.
        node.made.length = 0;
        return children.read(reader);
      },
    });
    return names.map(eventOf).toSorted(([a], [b]) => a - b);
  } catch (thrown) {
    if (isAnswer(thrown, 'noNode')) return [];
    throw thrown;
  }
}

/**
 * Keys that are watched. An event of ZooKeeper says neither what was written nor which version it is, but which node was made.
 * So each write makes a sequential node below that of its key, and its name holds the value. A persistent watch tells of
 * each, over one connection; a watch that goes on over another one looks first at what is there.
 */
export const watches = {
  writeWatched: async (connection: Connection, key: Key, value: Json): Promise<number> => {
    const root = pathOf(key);
    return numberIn(await createBelow(connection, root, below(root, textOf(value)), ''));
  },

  async watch(
    connection: Connection,
    key: Key,
    from: number,
    for_ms: number,
  ): Promise<readonly WatchEvent[]> {
    const path = pathOf(key);
    const node = await watched(connection, path);
    const before = node.next === from ? [] : await madeBefore(connection, path, node);
    await wait(connection.clock, for_ms);
    await proveHeard(connection, path);
    const told = node.made.splice(0).map(eventOf);
    const events = [...before.filter(([revision]) => revision >= from), ...told];
    node.next = events.reduce((next, [revision]) => Math.max(next, revision + 1), from);
    return events;
  },
};
