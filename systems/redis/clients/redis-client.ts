import type { Redis } from 'ioredis';
import type { Client } from '../../../harness/core/client.js';
import type { Completion, Invocation } from '../../../harness/core/op.js';
import { canSend, closeConnection } from '../connection/connection.js';
import type { DataAccess } from './data-access.js';
import { completionNotSent, completionOfError } from './outcome.js';

/**
 * One connection that serves the ops of one data type. It sets no timer per op: the interpreter
 * times ops out and closes the connection, and a resent op is impossible by the safe options.
 */
export class RedisClient implements Client {
  readonly #redis: Redis;
  readonly #access: DataAccess;
  /** The node that the connection ended at, where it is not the one that the process is bound to. */
  readonly #node: string | undefined;

  constructor(redis: Redis, access: DataAccess, node?: string) {
    this.#redis = redis;
    this.#access = access;
    this.#node = node;
  }

  get usable(): boolean {
    return canSend(this.#redis);
  }

  // Written without `async`: at tens of thousands of ops per second each further promise counts.
  invoke(op: Invocation): Promise<Completion> {
    if (!canSend(this.#redis)) {
      return Promise.resolve(this.#atNode(completionNotSent(this.#redis.status)));
    }
    const completion = this.#access
      .send(this.#redis, op)
      .catch((thrown: unknown) => completionOfError(thrown, this.#access.reads.has(op.f)));
    return this.#node === undefined ? completion : completion.then((one) => this.#atNode(one));
  }

  close(): Promise<void> {
    closeConnection(this.#redis);
    return Promise.resolve();
  }

  #atNode(completion: Completion): Completion {
    return this.#node === undefined ? completion : { ...completion, node: this.#node };
  }
}
