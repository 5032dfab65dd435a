import { Command, Redis, type RedisOptions } from 'ioredis';
import { messageOf, OpIndeterminate } from '../../../harness/index.js';

/** What must have a write before it counts as acknowledged. */
export interface Wait {
  /** So many replicas: have received it, or with `localFiles` have synced it to their append-only files. */
  readonly replicas: number;
  /** Append-only files of the server itself that must have it synced: 0 or 1. Absent for `WAIT`. */
  readonly localFiles?: number;
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
 * A connection that sends `WAIT` or `WAITAOF` after each write, and compares what it answers with what was asked for.
 * A write whose `WAIT` fell short has been executed, and some replicas may have it. So it is
 * indeterminate, and not failed. The same is true where `WAIT` itself is refused or gets no answer,
 * whatever that error would say of a write. (Redis documentation, WAIT and WAITAOF.)
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
    const { replicas, localFiles, timeout_ms } = this.#wait;
    const [name, asked] =
      localFiles === undefined ? ['WAIT', [replicas]] : ['WAITAOF', [localFiles, replicas]];
    const wait = new Command(name.toLowerCase(), [...asked, timeout_ms], { replyEncoding: 'utf8' });
    let answered: readonly number[];
    try {
      answered = [await super.sendCommand(wait)].flat().map(Number);
    } catch (thrown) {
      const message = `the write was answered, and ${name} was not: ${messageOf(thrown)}`;
      throw new OpIndeterminate('wait-unanswered', message, { cause: thrown });
    }
    if (asked.every((count, i) => (answered[i] ?? 0) >= count)) return value;
    const counts = `${answered.join(' and ')} of ${asked.join(' and ')}`;
    const what = localFiles === undefined ? 'replicas' : 'local files and replicas';
    const message = `${name} answered ${counts} ${what} after ${timeout_ms} ms`;
    throw new OpIndeterminate('wait-short', message);
  }
}
