import { type Json, OpFailed, type TransactionStep } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { ONE_SLOT } from './one-slot.js';
import type { RedisConnection } from './redis-connection.js';

/**
 * Scripts are Redis' transactions: one command, which nothing else runs beside. A replica refuses one at its first
 * write, before anything was changed.
 */
const TXN_SCRIPT = `
local seen = {}
for i, key in ipairs(KEYS) do
  local f, value = ARGV[2 * i - 1], ARGV[2 * i]
  if f == 'append' then
    redis.call('RPUSH', key, value)
    seen[i] = false
  elseif f == 'w' then
    redis.call('SET', key, value)
    seen[i] = false
  elseif redis.call('TYPE', key).ok == 'list' then
    seen[i] = redis.call('LRANGE', key, 0, -1)
  else
    seen[i] = redis.call('GET', key)
  end
end
return seen`;

const TRANSFER_SCRIPT = `
redis.call('HINCRBY', KEYS[1], ARGV[1], -ARGV[3])
redis.call('HINCRBY', KEYS[1], ARGV[2], ARGV[3])
return 1`;

const INSERT_SCRIPT = `
if redis.call('EXISTS', KEYS[1], KEYS[2]) > 0 then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1])
return 1`;

const BANK = `faultline:bank:${ONE_SLOT}`;

type Seen = null | string | readonly string[];

function valueSeen(seen: Seen | undefined): Json {
  if (typeof seen === 'string') return valueOf(seen);
  return seen === null || seen === undefined ? null : seen.map(valueOf);
}

/** Transactions on lists and registers, a bank, and two tables: one script per op. */
export const transactions = {
  async txn(
    { redis }: RedisConnection,
    steps: readonly TransactionStep[],
  ): Promise<readonly TransactionStep[]> {
    const keys = steps.map(([, key]) => `faultline:t:${ONE_SLOT}:${textOf(key)}`);
    const given = steps.flatMap(([f, , value]) => [f, textOf(value)]);
    const seen = (await redis.eval(TXN_SCRIPT, keys.length, ...keys, ...given)) as readonly Seen[];
    return steps.map((step, at): TransactionStep => {
      const [f, key] = step;
      return f === 'r' ? [f, key, valueSeen(seen[at])] : step;
    });
  },

  transfer: (
    { redis }: RedisConnection,
    from: string,
    to: string,
    amount: number,
  ): Promise<unknown> => redis.eval(TRANSFER_SCRIPT, 1, BANK, from, to, amount),

  balances: (
    { redis }: RedisConnection,
    accounts: readonly string[],
  ): Promise<Readonly<Record<string, number>>> =>
    redis
      .hmget(BANK, ...accounts)
      .then((texts) =>
        Object.fromEntries(accounts.map((name, at) => [name, Number(texts[at] ?? 0)])),
      ),

  async insertIfNone(
    { redis }: RedisConnection,
    key: number,
    table: 'a' | 'b',
    id: number,
  ): Promise<void> {
    const row = (of: string): string => `faultline:row:{${key}}:${of}`;
    const other = table === 'a' ? 'b' : 'a';
    const inserted = await redis.eval(INSERT_SCRIPT, 2, row(table), row(other), id);
    if (inserted !== 1) throw new OpFailed('row-exists', 'a row of this key is there already');
  },
};
