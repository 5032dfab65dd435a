import { type CasResult, InputError, type Json, type Key } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import type { RedisConnection } from './redis-connection.js';

/**
 * Compare-and-set that gives what it saw, as one atomic step. `EVAL` with the text and not
 * `EVALSHA`: with the digest the driver sends a second command when the script is not known.
 */
const CAS_SCRIPT = `
local saw = redis.call('GET', KEYS[1])
if (saw or '') == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2])
  return {1, saw}
end
return {0, saw}`;

type CasReply = readonly [matched: 0 | 1, saw: string | null];

function nameOf(key: Key): string {
  return `faultline:r:${key}`;
}

function seen(reply: string | null): Json {
  return reply === null ? null : valueOf(reply);
}

/** @throws InputError for `null`, which is what a register holds that is not there. */
function written(value: Json): string {
  if (value !== null) return textOf(value);
  throw new InputError({
    code: 'E_REDIS_OP',
    expected: 'a value for a register of Redis',
    actual: 'the workload writes null, which is what a register holds that was never written',
    advice: 'write another value',
  });
}

/** Independent registers that hold JSON text, each under a key of its own: one command per op. */
export const register = {
  read: ({ redis }: RedisConnection, key: Key): Promise<Json> => redis.get(nameOf(key)).then(seen),

  write: ({ redis }: RedisConnection, key: Key, value: Json): Promise<unknown> =>
    redis.set(nameOf(key), written(value)),

  async cas({ redis }: RedisConnection, key: Key, expected: Json, next: Json): Promise<CasResult> {
    const wanted = expected === null ? '' : textOf(expected);
    const reply = await redis.eval(CAS_SCRIPT, 1, nameOf(key), wanted, written(next));
    const [matched, saw] = reply as CasReply;
    return { swapped: matched === 1, saw: seen(saw) };
  },
};
