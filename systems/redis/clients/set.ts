import type { DataAccess } from './data-access.js';
import { unservedOp } from './data-access.js';

const KEY = 'faultline:set';

/** A set of numbers under one key: `add` of a number, `read` and `final-read` of all of them in rising order. */
export const setAccess: DataAccess = {
  reads: new Set(['read', 'final-read']),
  async send(redis, op) {
    if (op.f === 'add' && typeof op.value === 'number') {
      await redis.sadd(KEY, op.value);
      return { type: 'ok', value: op.value };
    }
    if (op.f === 'read' || op.f === 'final-read') {
      const members = (await redis.smembers(KEY)).map(Number);
      return { type: 'ok', value: members.sort((a, b) => a - b) };
    }
    throw unservedOp('set', op);
  },
};
