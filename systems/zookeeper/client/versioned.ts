import { OpFailed } from '../../../harness/index.js';
import { create, type Data, getData, setData } from '../protocol/request.js';
import { CODES, isAnswer, ZooKeeperError } from '../protocol/zookeeper-error.js';
import type { Connection } from './connection.js';

/** How often a change is tried anew after another one came first. */
export const ATTEMPTS = 20;

/** Others came first each time; nothing has happened. */
export function conflict(): OpFailed {
  return new OpFailed('conflict', `others changed the same first, ${ATTEMPTS} times in a row`);
}

const OUTDATED: ReadonlySet<number> = new Set([CODES.nodeExists, CODES.noNode, CODES.badVersion]);

/** Whether a request was refused because the node was no longer as it had been seen. */
export function isOutdated(code: number): boolean {
  return OUTDATED.has(code);
}

/** What the asked server holds; `null` where the node is not there. */
export async function lookAt({ session }: Connection, path: string): Promise<Data | null> {
  try {
    return await session.ask(getData(path));
  } catch (thrown) {
    if (isAnswer(thrown, 'noNode')) return null;
    throw thrown;
  }
}

/**
 * Sets data where the node is as it was seen: of this version, or not there. @returns whether it was; if not, nothing has
 * happened.
 */
export async function setIfSeen(
  { session }: Connection,
  path: string,
  seen: Data | null,
  data: string,
): Promise<boolean> {
  try {
    await (seen === null
      ? session.ask(create(path, data))
      : session.ask(setData(path, data, seen.version)));
    return true;
  } catch (thrown) {
    if (thrown instanceof ZooKeeperError && isOutdated(thrown.code)) return false;
    throw thrown;
  }
}

/**
 * Sets what follows from what is there, with the condition that it still is. What is seen may be old; then the condition
 * refuses it.
 * @param changed the new data; `null` for none, which ends it.
 * @returns whether data was set.
 */
export async function change(
  connection: Connection,
  path: string,
  changed: (data: string | null) => string | null,
): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const seen = await lookAt(connection, path);
    const data = changed(seen?.data ?? null);
    if (data === null) return false;
    if (await setIfSeen(connection, path, seen, data)) return true;
  }
  throw conflict();
}
