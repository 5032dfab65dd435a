import type { Json, LogEntry } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { ONE_SLOT } from './one-slot.js';
import type { RedisConnection } from './redis-connection.js';

const QUEUE = `faultline:queue:${ONE_SLOT}`;

/** How many entries of a log one poll gives at most. */
const ENTRIES_PER_POLL = 32;

/** How many entries of a log a member of a group is given at most. */
const ENTRIES_PER_TAKE = 8;

/** The first part of an entry's id is its offset and 1, because no entry can have the id 0-0. */
const SEND_SCRIPT = `
local offset = redis.call('XLEN', KEYS[1])
redis.call('XADD', KEYS[1], (offset + 1) .. '-0', 'value', ARGV[1])
return offset`;

/**
 * The group is made where there is none: any other reason why that fails makes the next command fail, too. What
 * others took too long ago comes first. It is found without XAUTOCLAIM, which came with Redis 6.2.
 */
const TAKE_SCRIPT = `
redis.pcall('XGROUP', 'CREATE', KEYS[1], 'group', '0', 'MKSTREAM')
local idle = {}
for _, pending in ipairs(redis.call('XPENDING', KEYS[1], 'group', '-', '+', ARGV[3] * 10)) do
  if pending[3] >= tonumber(ARGV[2]) and #idle < tonumber(ARGV[3]) then
    idle[#idle + 1] = pending[1]
  end
end
if #idle > 0 then
  return redis.call('XCLAIM', KEYS[1], 'group', ARGV[1], ARGV[2], unpack(idle))
end
local fresh = redis.call('XREADGROUP', 'GROUP', 'group', ARGV[1], 'COUNT', ARGV[3], 'STREAMS', KEYS[1], '>')
if fresh then
  return fresh[1][2]
end
return {}`;

/** An entry of a stream: its id, and its fields with their values. */
type StreamEntry = readonly [id: string, fields: readonly string[]];

function logEntry([id, fields]: StreamEntry): LogEntry {
  return [Number.parseInt(id, 10) - 1, valueOf(fields[1] ?? 'null')];
}

function logNamed(log: string): string {
  return `faultline:log:${log}`;
}

/** A queue, which is a list of JSON texts, and logs, which are streams: one command or script per op. */
export const queue = {
  enqueue: ({ redis }: RedisConnection, element: Json): Promise<unknown> =>
    redis.rpush(QUEUE, textOf(element)),

  dequeue: ({ redis }: RedisConnection): Promise<Json> =>
    redis.lpop(QUEUE).then((text) => (text === null ? null : valueOf(text))),

  /** The length of the stream tells the offset: nothing is ever taken out of a log. */
  send: ({ redis }: RedisConnection, log: string, value: Json): Promise<number> =>
    redis.eval(SEND_SCRIPT, 1, logNamed(log), textOf(value)).then(Number),

  poll: ({ redis }: RedisConnection, log: string, from: number): Promise<readonly LogEntry[]> =>
    redis
      .xrange(logNamed(log), `${from + 1}-0`, '+', 'COUNT', ENTRIES_PER_POLL)
      .then((entries) => entries.map(logEntry)),

  take: (
    { redis }: RedisConnection,
    log: string,
    member: string,
    idle_ms: number,
  ): Promise<readonly LogEntry[]> =>
    redis
      .eval(TAKE_SCRIPT, 1, logNamed(log), member, idle_ms, ENTRIES_PER_TAKE)
      .then((entries) => (entries as readonly StreamEntry[]).map(logEntry)),

  ack: ({ redis }: RedisConnection, log: string, offsets: readonly number[]): Promise<unknown> =>
    redis.xack(logNamed(log), 'group', ...offsets.map((offset) => `${offset + 1}-0`)),
};
