import type { Redis } from 'ioredis';
import { FINAL_READ, SCAN_ENDS, scanCursor } from '../../../harness/core/final-read.js';
import type { Completion } from '../../../harness/core/op.js';
import { unservedOp, type DataAccess } from './data-access.js';

const KEY = 'faultline:set';

const READS: ReadonlySet<string> = new Set(['read', FINAL_READ]);

/** How many elements Redis is asked for at a time. It gives about so many, a small set whole. */
const PIECE_SIZE = 10_000;

/** The cursor that each connection's last piece answered with. */
const cursors = new WeakMap<Redis, string>();

/**
 * One piece of a scan. A cursor is a position in the hash table of one server process: on another
 * connection, which may lead to another process, the scan would miss elements in silence. So
 * such a piece fails, and the scan has to begin again.
 */
async function scan(redis: Redis, cursor: string): Promise<Completion> {
  if (cursor !== SCAN_ENDS && cursors.get(redis) !== cursor) {
    const message = `the scan to go on from ${cursor} was begun over another connection`;
    return { type: 'fail', error: { code: 'scan-broken', message } };
  }
  const [next, members] = await redis.sscan(KEY, cursor, 'COUNT', PIECE_SIZE);
  cursors.set(redis, next);
  return { type: 'ok', value: { cursor: next, elements: members.map(Number) } };
}

/**
 * A set of numbers under one key: `add` of a number, `read` and `final-read` of all of them in
 * rising order. A `final-read` of `{cursor}` gives one piece of a scan, `{cursor, elements}`.
 */
export const setAccess: DataAccess = {
  reads: READS,
  send(redis, op) {
    const { f, value } = op;
    if (f === 'add' && typeof value === 'number') {
      return redis.sadd(KEY, value).then(() => ({ type: 'ok', value }));
    }
    const cursor = f === FINAL_READ ? scanCursor(value) : null;
    if (cursor !== null) return scan(redis, cursor);
    if (READS.has(f)) {
      return redis.smembers(KEY).then((members) => ({
        type: 'ok',
        value: members.map(Number).sort((a, b) => a - b),
      }));
    }
    return unservedOp('set', op);
  },
};
