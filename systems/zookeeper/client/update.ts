import {
  check,
  create,
  type Data,
  multi,
  remove,
  type Request,
  setData,
} from '../protocol/request.js';
import { ZooKeeperError } from '../protocol/zookeeper-error.js';
import type { Connection } from './connection.js';
import { ATTEMPTS, conflict, isOutdated, lookAt } from './versioned.js';

/** Nodes as they stand, by their paths; `null` for those that are not there. */
export type Seen = ReadonlyMap<string, Data | null>;

/** That a node is as it was seen: of its version, or absent, which only making and removing it tells. */
function asSeen(path: string, seen: Data | null): readonly Request<unknown>[] {
  if (seen !== null) return [check(path, seen.version)];
  return [create(path, ''), remove(path)];
}

function written(path: string, seen: Data | null, data: string): Request<unknown> {
  return seen === null ? create(path, data) : setData(path, data, seen.version);
}

/**
 * Writes what follows from nodes, in one transaction that is refused where one of them is no longer as it was seen. Such a
 * transaction is decided by a majority, so it proves what was read, too, where it writes nothing.
 *
 * @param change the new data; of nodes that were read.
 * @returns what the nodes were when the transaction took effect.
 * @throws OpFailed where it was tried often, and others came first each time; ZooKeeperError where it was refused for
 *   another reason.
 */
export async function update(
  connection: Connection,
  paths: readonly string[],
  change: (seen: Seen) => ReadonlyMap<string, string>,
): Promise<Seen> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = paths.map(async (path) => [path, await lookAt(connection, path)] as const);
    const seen: Seen = new Map(await Promise.all(found));
    const changed = change(seen);
    const requests = [...seen].flatMap(([path, was]) => {
      const data = changed.get(path);
      return data === undefined ? asSeen(path, was) : [written(path, was, data)];
    });
    const code = await connection.session.ask(multi(requests));
    if (code === 0) return seen;
    if (!isOutdated(code)) throw new ZooKeeperError(code);
  }
  throw conflict();
}
