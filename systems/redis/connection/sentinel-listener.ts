import { type Clock, wait } from '../../../harness/index.js';
import type { ConnectionAccess } from '../access/access.js';
import type { Endpoint } from '../clients/client-topology.js';
import { closeConnection, openConnection } from './connection.js';
import { SAFE_OPTIONS } from './safe-options.js';

/** Bound on connecting to a Sentinel. */
const CONNECT_TIMEOUT_MS = 1000;
/** How often a silent connection is proven to be alive; go-redis does so every 3 s as well. */
const PING_EVERY_MS = 3000;

/** To whom is listened, and how. */
export interface Listening {
  readonly sentinels: readonly Endpoint[];
  readonly access: ConnectionAccess;
  /** Of the channels' names, as `PSUBSCRIBE` takes it. */
  readonly pattern: string;
  /** A Sentinel that could not be reached, or whose connection broke, is tried again after this. */
  readonly retryAfter_ms: number;
  /** A connection that answers nothing for so long is taken for broken. */
  readonly silence_ms: number;
}

/** What a Sentinel published. */
export interface Published {
  readonly from: Endpoint;
  readonly channel: string;
  readonly message: string;
}

/** Listens to what every Sentinel publishes. A subscription that breaks is made again, until it is closed. */
export class SentinelListener {
  readonly #listening: Listening;
  readonly #clock: Clock;
  readonly #hear: (published: Published) => void;
  readonly #end = new AbortController();
  #subscribed: Promise<void> | null = null;

  constructor(listening: Listening, clock: Clock, hear: (published: Published) => void) {
    this.#listening = listening;
    this.#clock = clock;
    this.#hear = hear;
  }

  /** Begins when it is called first. Ends when each Sentinel was subscribed or could not be reached. */
  start(): Promise<void> {
    this.#subscribed ??= Promise.all(
      this.#listening.sentinels.map(
        (sentinel) =>
          new Promise<void>((resolve) => {
            void this.#follow(sentinel, resolve);
          }),
      ),
    ).then(() => undefined);
    return this.#subscribed;
  }

  /** Ends every subscription, and closes its connection at once. */
  close(): void {
    this.#end.abort();
  }

  /** @param tried called once it is known whether this Sentinel can be subscribed. */
  async #follow(sentinel: Endpoint, tried: () => void): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        await this.#listen(sentinel, tried);
      } catch {
        // It is down, or cut off, or the listener has been closed.
      }
      tried();
      await wait(this.#clock, this.#listening.retryAfter_ms, signal).catch(() => undefined);
    }
  }

  /** Listens to a Sentinel until its connection breaks: then it rejects. */
  async #listen(from: Endpoint, subscribed: () => void): Promise<void> {
    const { signal } = this.#end;
    const { access, pattern, silence_ms } = this.#listening;
    const { host, port } = from;
    const options = { ...SAFE_OPTIONS, ...access, host, port, commandTimeout: silence_ms };
    const redis = await openConnection(options, this.#clock, CONNECT_TIMEOUT_MS);
    const broken = new AbortController();
    redis.once('end', () => {
      broken.abort();
    });
    redis.on('pmessage', (_pattern: string, channel: string, message: string) => {
      this.#hear({ from, channel, message });
    });
    // What is asked meanwhile may have no answer for as long as silence is borne.
    const close = (): void => {
      closeConnection(redis);
    };
    signal.addEventListener('abort', close);
    try {
      signal.throwIfAborted();
      await redis.psubscribe(pattern);
      subscribed();
      const over = AbortSignal.any([signal, broken.signal]);
      for (;;) {
        await wait(this.#clock, PING_EVERY_MS, over);
        await redis.ping();
      }
    } finally {
      signal.removeEventListener('abort', close);
      close();
    }
  }
}
