import type { Json } from '../../../harness/index.js';
import { ONE_SLOT } from './one-slot.js';
import type { RedisConnection } from './redis-connection.js';

const COUNT = `faultline:count:${ONE_SLOT}`;
const LAST_ID = `faultline:id:${ONE_SLOT}`;

/** A counter, and a source of ids that is one as well: one command per op. */
export const counter = {
  increment: ({ redis }: RedisConnection, amount: number): Promise<unknown> =>
    redis.incrby(COUNT, amount),

  count: ({ redis }: RedisConnection): Promise<number> => redis.get(COUNT).then(Number),

  generateId: ({ redis }: RedisConnection): Promise<Json> => redis.incr(LAST_ID),
};
