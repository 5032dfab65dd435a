import { Command, Redis, type RedisOptions } from 'ioredis';
import { messageOf, OpIndeterminate } from '../../../harness/index.js';

/** So many replicas must have a write before it counts as acknowledged. */
export interface Wait {
  readonly replicas: number;
  readonly timeout_ms: number;
}

/** The commands of clients that change data; scripts may. */
const WRITES: ReadonlySet<string> = new Set([
  'set',
  'sadd',
  'rpush',
  'lpop',
  'incr',
  'incrby',
  'eval',
  'xack',
]);

/**
 * A connection that sends `WAIT` after each write, and compares the count with the one that was asked for.
 * A write whose `WAIT` fell short has been executed, and some replicas may have it. So it is
 * indeterminate, and not failed. The same is true where `WAIT` itself is refused or gets no answer,
 * whatever that error would say of a write. (Redis documentation, WAIT.)
 */
export class WaitingRedis extends Redis {
  readonly #wait: Wait;

  constructor(options: RedisOptions, wait: Wait) {
    super({ ...options, replyMapping: 'legacy' });
    this.#wait = wait;
  }

  override sendCommand(...given: Parameters<Redis['sendCommand']>): unknown {
    const reply = super.sendCommand(...given) as Promise<unknown>;
    return WRITES.has(given[0].name.toLowerCase()) ? this.#replicated(reply) : reply;
  }

  async #replicated(reply: Promise<unknown>): Promise<unknown> {
    const value = await reply;
    const { replicas, timeout_ms } = this.#wait;
    const wait = new Command('wait', [replicas, timeout_ms], { replyEncoding: 'utf8' });
    let count: number;
    try {
      count = Number(await super.sendCommand(wait));
    } catch (thrown) {
      const message = `the write was answered, and WAIT was not: ${messageOf(thrown)}`;
      throw new OpIndeterminate('wait-unanswered', message, { cause: thrown });
    }
    if (count >= replicas) return value;
    const message = `WAIT answered ${count} of ${replicas} replicas after ${timeout_ms} ms`;
    throw new OpIndeterminate('wait-short', message);
  }
}
