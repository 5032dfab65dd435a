import type { DataAccess } from './data-access.js';
import { unservedOp } from './data-access.js';

const KEY = 'faultline:set';

const READS: ReadonlySet<string> = new Set(['read', 'final-read']);

/**
 * A set of numbers under one key: `add` of a number, `read` and `final-read` of all of them in
 * rising order.
 */
export const setAccess: DataAccess = {
  reads: READS,
  send(redis, op) {
    const { f, value } = op;
    if (f === 'add' && typeof value === 'number') {
      return redis.sadd(KEY, value).then(() => ({ type: 'ok', value }));
    }
    if (READS.has(f)) {
      return redis.smembers(KEY).then((members) => ({
        type: 'ok',
        value: members.map(Number).sort((a, b) => a - b),
      }));
    }
    return unservedOp('set', op);
  },
};
