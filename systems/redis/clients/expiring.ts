import type { Json, Key } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import type { RedisConnection } from './redis-connection.js';

function nameOf(key: Key): string {
  return `faultline:e:${key}`;
}

/** Values that expire: one command per op. */
export const expiring = {
  writeExpiring: (
    { redis }: RedisConnection,
    key: Key,
    value: Json,
    lifetime_ms: number,
  ): Promise<unknown> => redis.set(nameOf(key), textOf(value), 'PX', lifetime_ms),

  readExpiring: ({ redis }: RedisConnection, key: Key): Promise<Json> =>
    redis.get(nameOf(key)).then((text) => (text === null ? null : valueOf(text))),
};
