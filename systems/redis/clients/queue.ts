import type { Json, LogEntry } from '../../../harness/index.js';
import { textOf, valueOf } from './json-text.js';
import { ONE_SLOT } from './one-slot.js';
import type { RedisConnection } from './redis-connection.js';

const QUEUE = `faultline:queue:${ONE_SLOT}`;

/** How many entries of a log one poll gives at most. */
const ENTRIES_PER_POLL = 32;

function logNamed(log: string): string {
  return `faultline:log:${log}`;
}

/** A queue and logs, which are lists of JSON texts: one command per op. */
export const queue = {
  enqueue: ({ redis }: RedisConnection, element: Json): Promise<unknown> =>
    redis.rpush(QUEUE, textOf(element)),

  dequeue: ({ redis }: RedisConnection): Promise<Json> =>
    redis.lpop(QUEUE).then((text) => (text === null ? null : valueOf(text))),

  /** The length of the list after a push tells the offset: nothing is ever taken out of a log. */
  send: ({ redis }: RedisConnection, log: string, value: Json): Promise<number> =>
    redis.rpush(logNamed(log), textOf(value)).then((length) => length - 1),

  poll: ({ redis }: RedisConnection, log: string, from: number): Promise<readonly LogEntry[]> =>
    redis
      .lrange(logNamed(log), from, from + ENTRIES_PER_POLL - 1)
      .then((texts) => texts.map((text, at) => [from + at, valueOf(text)] as const)),
};
