import type { Redis } from 'ioredis';
import { type Clock, EnvironmentError, messageOf } from '../../../harness/index.js';
import type { ConnectionAccess } from '../access/access.js';
import { closeConnection, openConnection } from './connection.js';
import { SAFE_OPTIONS } from './safe-options.js';

/** Bound on each question to a server or Sentinel; a cut link answers nothing for ever. */
const ADMIN_TIMEOUT_MS = 800;

/** What ioredis says when a connection ended, or had ended before. */
const CLOSED = 'Connection is closed.';

/** What ioredis says when no answer came within the bound. */
const SILENT = 'Command timed out';

/**
 * The harness' own way to one server or Sentinel. A connection is opened when it is first needed,
 * kept for further questions, and thrown away after any error, so that a node that comes back is
 * met by a new one.
 */
export class AdminConnection {
  readonly #host: string;
  readonly #port: number;
  readonly #clock: Clock;
  readonly #access: ConnectionAccess;
  readonly #timeout_ms: number;
  #kept: Promise<Redis> | null = null;
  #closed = false;

  /**
   * @param access what it connects with.
   * @param timeout_ms bound on connecting, and on each answer.
   */
  constructor(
    host: string,
    port: number,
    clock: Clock,
    access: ConnectionAccess,
    timeout_ms = ADMIN_TIMEOUT_MS,
  ) {
    this.#host = host;
    this.#port = port;
    this.#clock = clock;
    this.#access = access;
    this.#timeout_ms = timeout_ms;
  }

  /** Another one to the same program, with a bound of its own. */
  another(timeout_ms: number): AdminConnection {
    return new AdminConnection(this.#host, this.#port, this.#clock, this.#access, timeout_ms);
  }

  /**
   * Asks something that changes nothing, within about twice 800 ms. A kept connection that turns
   * out to be closed (Sentinel closes all of a server's when its role changes) is replaced once.
   * @throws EnvironmentError when there is no connection, and when no answer comes; ioredis' own error when the server
   *   refuses.
   */
  async ask(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    const wasKept = this.#kept !== null;
    try {
      return await this.#send(command, args);
    } catch (thrown) {
      if (!wasKept || messageOf(thrown) !== CLOSED) throw thrown;
      return this.#send(command, args);
    }
  }

  /**
   * Orders something, once and over a connection of its own age: a kept one may be closed already.
   * @throws as {@link ask}.
   */
  async order(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    await this.#forget();
    return this.#send(command, args);
  }

  /** Ends the connection, and refuses further questions. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#forget();
  }

  async #send(command: string, args: readonly (string | number)[]): Promise<unknown> {
    const connection = (this.#kept ??= this.#open());
    try {
      const redis = await connection;
      return await redis.call(command, ...args);
    } catch (thrown) {
      if (this.#kept === connection) await this.#forget();
      throw messageOf(thrown) === SILENT ? this.#silent(command, thrown) : thrown;
    }
  }

  #silent(command: string, cause: unknown): EnvironmentError {
    const where = `${this.#host}:${this.#port}`;
    return new EnvironmentError({
      code: 'E_REDIS_SILENT',
      expected: `an answer of ${where} to ${command} within ${this.#timeout_ms} ms`,
      actual: 'none came',
      advice: 'see its log, or give the machine less to do',
      cause,
    });
  }

  async #forget(): Promise<void> {
    const kept = this.#kept;
    this.#kept = null;
    if (kept !== null) await kept.then(closeConnection, () => undefined);
  }

  #open(): Promise<Redis> {
    if (this.#closed) {
      throw new EnvironmentError({
        code: 'E_REDIS_CLOSED',
        expected: 'questions before the system is torn down only',
        actual: `${this.#host}:${this.#port} was asked afterwards`,
        advice: 'this is a mistake in the harness; report it',
      });
    }
    return openConnection(
      {
        ...SAFE_OPTIONS,
        ...this.#access,
        host: this.#host,
        port: this.#port,
        // A server that is loading shall say so.
        enableReadyCheck: false,
        connectTimeout: this.#timeout_ms,
        commandTimeout: this.#timeout_ms,
      },
      this.#clock,
      this.#timeout_ms,
    );
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
