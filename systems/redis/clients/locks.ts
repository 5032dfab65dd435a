import { type Json, type Key, OpFailed } from '../../../harness/index.js';
import type { RedisConnection } from './redis-connection.js';

const ACQUIRE_SCRIPT = `
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
local token = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], token)
if tonumber(ARGV[1]) > 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return token`;

const RELEASE_SCRIPT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])`;

const WRITE_SCRIPT = `
if tonumber(redis.call('GET', KEYS[1]) or 0) > tonumber(ARGV[1]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1])
return 1`;

const LEASE_SCRIPT = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

const leaseKeyOf = (lease: Key): string => `faultline:lease:${lease}`;

function keysOf(lock: Key): {
  readonly held: string;
  readonly token: string;
  readonly writer: string;
} {
  // The braces let a cluster keep the three in one slot.
  const name = `faultline:lock:{${lock}}`;
  return { held: name, token: `${name}:token`, writer: `${name}:writer` };
}

/** Locks with fencing tokens, what they guard, and leases: one script per op. */
export const locks = {
  async acquire({ redis, lockTtl_ms }: RedisConnection, lock: Key): Promise<number> {
    const { held, token } = keysOf(lock);
    const given = Number(await redis.eval(ACQUIRE_SCRIPT, 2, held, token, lockTtl_ms ?? 0));
    if (given === 0) throw new OpFailed('held', 'the lock is held');
    return given;
  },

  async release({ redis }: RedisConnection, lock: Key, token: Json): Promise<void> {
    const released = await redis.eval(RELEASE_SCRIPT, 1, keysOf(lock).held, JSON.stringify(token));
    if (released !== 1) throw new OpFailed('not-held', 'the lock is not held under this token');
  },

  writeGuarded: ({ redis }: RedisConnection, lock: Key, token: number): Promise<boolean> =>
    redis.eval(WRITE_SCRIPT, 1, keysOf(lock).writer, token).then((written) => written === 1),

  async takeLease(
    { redis }: RedisConnection,
    lease: Key,
    holder: string,
    duration_ms: number,
  ): Promise<void> {
    const taken = await redis.eval(LEASE_SCRIPT, 1, leaseKeyOf(lease), holder, duration_ms);
    if (taken !== 1) throw new OpFailed('held', 'another one has the lease');
  },

  async endLease({ redis }: RedisConnection, lease: Key, holder: string): Promise<void> {
    const ended = await redis.eval(RELEASE_SCRIPT, 1, leaseKeyOf(lease), holder);
    if (ended !== 1) throw new OpFailed('not-held', `${holder} does not have the lease`);
  },
};
