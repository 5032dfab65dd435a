import type { Redis } from 'ioredis';
import { FINAL_READ } from '../../../harness/core/final-read.js';
import type { Completion, Invocation } from '../../../harness/core/op.js';
import { unservedOp, type DataAccess } from './data-access.js';

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

function keyOf(key: string | number): string {
  return `faultline:r:${key}`;
}

function numberOf(reply: string | null): number | null {
  return reply === null ? null : Number(reply);
}

async function cas(
  redis: Redis,
  op: Invocation,
  key: string | number,
  expected: number | null,
  next: number,
): Promise<Completion> {
  const [matched, reply] = (await redis.eval(
    CAS_SCRIPT,
    1,
    keyOf(key),
    expected ?? '',
    next,
  )) as CasReply;
  if (matched === 1) return { type: 'ok', value: op.value };
  const saw = numberOf(reply);
  return {
    type: 'fail',
    value: op.value,
    error: { code: 'cas-mismatch', message: `expected ${expected}, saw ${saw}`, saw },
  };
}

const READS: ReadonlySet<string> = new Set(['read', FINAL_READ]);

/**
 * Independent registers that hold a number or nothing. Values are `[key, v]`: `read` and
 * `final-read` give `[key, number | null]`, `write` takes `[key, number]`, `cas` takes `[key, [expected, new]]` and
 * ends as `fail` with `saw` when it did not match.
 */
export const registerAccess: DataAccess = {
  reads: READS,
  send(redis, op) {
    if (!Array.isArray(op.value)) return unservedOp('register', op);
    const [key, value] = op.value as readonly unknown[];
    if (typeof key !== 'string' && typeof key !== 'number') return unservedOp('register', op);
    if (READS.has(op.f)) {
      return redis.get(keyOf(key)).then((reply) => ({ type: 'ok', value: [key, numberOf(reply)] }));
    }
    if (op.f === 'write' && typeof value === 'number') {
      return redis.set(keyOf(key), value).then(() => ({ type: 'ok', value: op.value }));
    }
    if (op.f === 'cas' && Array.isArray(value)) {
      const [expected, next] = value as readonly unknown[];
      if ((expected === null || typeof expected === 'number') && typeof next === 'number') {
        return cas(redis, op, key, expected, next);
      }
    }
    return unservedOp('register', op);
  },
};
