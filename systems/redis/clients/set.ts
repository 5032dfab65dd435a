import type { DataAccess } from './data-access.js';
import { unservedOp } from './data-access.js';

const KEY = 'faultline:set';

/** A set of numbers under one key: `add` of a number, `read` and `final-read` of all of them in rising order. */
export const setAccess: DataAccess = {
  reads: new Set(['read']),
  send(redis, op) {
    const { f, value } = op;
    if (f === 'add' && typeof value === 'number') {
      return redis.sadd(KEY, value).then(() => ({ type: 'ok', value }));
    }
    if (f === 'read') {
      return redis.smembers(KEY).then((members) => ({
        type: 'ok',
        value: members.map(Number).sort((a, b) => a - b),
      }));
    }
    throw unservedOp('set', op);
  },
};
