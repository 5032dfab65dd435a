import { type Json, OpFailed, SCAN_ENDS, type ScanPiece } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { ONE_SLOT } from './one-slot.js';
import type { RedisConnection } from './redis-connection.js';

const KEY = `faultline:set:${ONE_SLOT}`;

/** How many elements Redis is asked for at a time. It gives about so many, a small set whole. */
const PIECE_SIZE = 10_000;

/** Numbers in rising order, then everything else as it came. */
function inOrder(elements: readonly Json[]): readonly Json[] {
  const numbers = elements.filter((element) => typeof element === 'number');
  const others = elements.filter((element) => typeof element !== 'number');
  return [...numbers.sort((a, b) => a - b), ...others];
}

/** A set of JSON texts under one key: one command per op. */
export const set = {
  add: ({ redis }: RedisConnection, element: Json): Promise<unknown> =>
    redis.sadd(KEY, textOf(element)),

  readAll: ({ redis }: RedisConnection): Promise<readonly Json[]> =>
    redis.smembers(KEY).then((members) => inOrder(members.map(valueOf))),

  /**
   * A cursor is a position in the hash table of one server process: on another connection, which may
   * lead to another process, the scan would miss elements in silence. So such a piece fails, and the
   * scan has to begin again.
   */
  async scan(connection: RedisConnection, cursor: string): Promise<ScanPiece> {
    if (cursor !== SCAN_ENDS && connection.cursor !== cursor) {
      const message = `the scan to go on from ${cursor} was begun over another connection`;
      throw new OpFailed('scan-broken', message);
    }
    const [next, members] = await connection.redis.sscan(KEY, cursor, 'COUNT', PIECE_SIZE);
    connection.cursor = next;
    return { cursor: next, elements: members.map(valueOf) };
  },
};
