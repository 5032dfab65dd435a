import type { Redis } from 'ioredis';
import type { Clock } from '../../../harness/core/clock.js';
import { EnvironmentError } from '../../../harness/core/errors.js';
import { closeConnection, openConnection } from './connection.js';
import { SAFE_OPTIONS } from './safe-options.js';

/** Bound on each question to a server or Sentinel; a cut link answers nothing for ever. */
const ADMIN_TIMEOUT_MS = 800;

/**
 * A connection of the harness itself to one server or Sentinel. It connects when it is asked, and
 * is thrown away after any error, so that a node that comes back is met by a new connection.
 */
export class AdminConnection {
  readonly #host: string;
  readonly #port: number;
  readonly #clock: Clock;
  #opening: Promise<Redis> | null = null;
  #closed = false;

  constructor(host: string, port: number, clock: Clock) {
    this.#host = host;
    this.#port = port;
    this.#clock = clock;
  }

  /**
   * Sends one command and gives its reply, within about twice 800 ms.
   * @throws EnvironmentError when there is no connection; ioredis' own error when the server
   *   refuses or does not answer.
   */
  async ask(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    if (this.#closed) {
      throw new EnvironmentError({
        code: 'E_REDIS_CLOSED',
        expected: 'a question before the system was torn down',
        actual: `${command} was asked of ${this.#host}:${this.#port} afterwards`,
        advice: 'this is a mistake in the harness; report it',
      });
    }
    const opening = (this.#opening ??= openConnection(
      {
        ...SAFE_OPTIONS,
        host: this.#host,
        port: this.#port,
        // A server that is loading shall say so.
        enableReadyCheck: false,
        connectTimeout: ADMIN_TIMEOUT_MS,
        commandTimeout: ADMIN_TIMEOUT_MS,
      },
      this.#clock,
      ADMIN_TIMEOUT_MS,
    ));
    try {
      const redis = await opening;
      return await redis.call(command, ...args);
    } catch (thrown) {
      if (this.#opening === opening) this.#opening = null;
      opening.then(closeConnection, () => undefined);
      throw thrown;
    }
  }

  /** Ends the connection, and refuses further questions. */
  async close(): Promise<void> {
    this.#closed = true;
    const opening = this.#opening;
    this.#opening = null;
    if (opening !== null) await opening.then(closeConnection, () => undefined);
  }
}

/** The connections of the harness to every program of a cluster. */
export interface Admins {
  readonly servers: ReadonlyMap<string, AdminConnection>;
  readonly sentinels: ReadonlyMap<string, AdminConnection>;
}

/** The answers of several nodes to the same question; `null` where one gave none. */
export async function askAll<T>(
  connections: ReadonlyMap<string, AdminConnection>,
  question: (connection: AdminConnection) => Promise<T>,
): Promise<ReadonlyMap<string, T | null>> {
  const answers = await Promise.all(
    [...connections].map(async ([node, connection]) => {
      try {
        return [node, await question(connection)] as const;
      } catch {
        return [node, null] as const;
      }
    }),
  );
  return new Map(answers);
}
