import type { Redis } from 'ioredis';
import type { Client } from '../../../harness/core/client.js';
import type { Completion, Invocation } from '../../../harness/core/op.js';
import { canSend, closeConnection } from '../connection/connection.js';
import type { DataAccess } from './data-access.js';
import { READ_ONLY } from './error-table.js';
import { completionNotSent, completionOfError } from './outcome.js';

/** What a client knows of its server, where it was not told by name which one to use. */
export interface Discovery {
  /** The node that the connection ended at. */
  readonly node: string;
  /** Whether a write that is refused with READONLY ends the connection: the server is a replica now. */
  readonly leavesReplica: boolean;
}

/**
 * One connection that serves the ops of one data type. It sets no timer per op: the interpreter
 * times ops out and closes the connection, and a resent op is impossible by the safe options.
 */
export class RedisClient implements Client {
  readonly #redis: Redis;
  readonly #access: DataAccess;
  /** Absent where the client is bound to the node of its process. */
  readonly #found: Discovery | undefined;

  constructor(redis: Redis, access: DataAccess, found?: Discovery) {
    this.#redis = redis;
    this.#access = access;
    this.#found = found;
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
    return this.#found === undefined ? completion : completion.then((one) => this.#atNode(one));
  }

  close(): Promise<void> {
    closeConnection(this.#redis);
    return Promise.resolve();
  }

  /** Names the node that served the op, and leaves it where it turned out to be a replica. */
  #atNode(completion: Completion): Completion {
    if (this.#found === undefined) return completion;
    const { node, leavesReplica } = this.#found;
    if (leavesReplica && completion.type === 'fail' && completion.error.code === READ_ONLY) {
      closeConnection(this.#redis);
    }
    return { ...completion, node };
  }
}
