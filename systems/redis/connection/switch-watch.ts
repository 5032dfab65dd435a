import { type Clock, wait } from '../../../harness/index.js';
import type { ClientTopology, Endpoint } from '../clients/client-topology.js';
import { closeConnection, openConnection } from './connection.js';
import { SAFE_OPTIONS } from './safe-options.js';

/** Bound on connecting to a Sentinel, and on each of its answers. */
const ANSWER_TIMEOUT_MS = 1000;
/** A Sentinel that could not be reached, or whose connection broke, is tried again after this. */
const RETRY_AFTER_MS = 1000;
/** How often a silent connection is proven to be alive; go-redis does so every 3 s as well. */
const PING_EVERY_MS = 3000;
const CHANNEL = '+switch-master';

/** What a Sentinel published: which server is the primary now. */
export interface Switch {
  /** The position of the Sentinel that said so. */
  readonly sentinel: number;
  readonly host: string;
  readonly port: number;
}

/**
 * Listens on every Sentinel for `+switch-master`, as the Sentinel clients of Jedis and ioredis do.
 * A subscription that breaks is made again, until the watch is closed.
 */
export class SwitchWatch {
  readonly #topology: ClientTopology;
  readonly #clock: Clock;
  readonly #tell: (told: Switch) => void;
  readonly #end = new AbortController();
  #subscribed: Promise<void> | null = null;

  constructor(topology: ClientTopology, clock: Clock, tell: (told: Switch) => void) {
    this.#topology = topology;
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Begins when it is called first. Ends when each Sentinel was subscribed or could not be reached. */
  start(): Promise<void> {
    this.#subscribed ??= Promise.all(
      this.#topology.sentinels.map(
        (sentinel, position) =>
          new Promise<void>((resolve) => {
            void this.#follow(sentinel, position, resolve);
          }),
      ),
    ).then(() => undefined);
    return this.#subscribed;
  }

  /** Ends every subscription. */
  close(): void {
    this.#end.abort();
  }

  /** @param tried called once it is known whether this Sentinel can be subscribed. */
  async #follow(sentinel: Endpoint, position: number, tried: () => void): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        await this.#listen(sentinel, position, tried);
      } catch {
        // It is down, or cut off, or the watch has been closed.
      }
      tried();
      await wait(this.#clock, RETRY_AFTER_MS, signal).catch(() => undefined);
    }
  }

  /** Listens to a Sentinel until its connection breaks: then it rejects. */
  async #listen({ host, port }: Endpoint, position: number, subscribed: () => void): Promise<void> {
    const { signal } = this.#end;
    const access = this.#topology.access.sentinels;
    const options = { ...SAFE_OPTIONS, ...access, host, port, commandTimeout: ANSWER_TIMEOUT_MS };
    const redis = await openConnection(options, this.#clock, ANSWER_TIMEOUT_MS);
    const broken = new AbortController();
    redis.once('end', () => {
      broken.abort();
    });
    redis.on('message', (_channel: string, message: string) => {
      this.#hear(position, message);
    });
    try {
      await redis.subscribe(CHANNEL);
      subscribed();
      const over = AbortSignal.any([signal, broken.signal]);
      for (;;) {
        await wait(this.#clock, PING_EVERY_MS, over);
        await redis.ping();
      }
    } finally {
      closeConnection(redis);
    }
  }

  /** `<group> <old host> <old port> <new host> <new port>` */
  #hear(sentinel: number, message: string): void {
    const [group, , , host, port] = message.split(' ');
    if (group !== this.#topology.group || host === undefined || port === undefined) return;
    this.#tell({ sentinel, host, port: Number(port) });
  }
}
