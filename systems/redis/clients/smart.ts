import type { Redis } from 'ioredis';
import type { Clock } from '../../../harness/index.js';
import type { ConnectionAccess } from '../access/access.js';
import { closeConnection, openConnection } from '../connection/connection.js';
import { SAFE_OPTIONS } from '../connection/safe-options.js';
import { type Switch, SwitchWatch } from '../connection/switch-watch.js';
import type { Wait } from '../connection/waiting-redis.js';
import { type ClientTopology, OPEN_TIMEOUT_MS } from './client-topology.js';
import type { RedisConnection } from './redis-connection.js';

/** Where a connection leads. */
interface Opened {
  readonly redis: Redis;
  readonly host: string | undefined;
  readonly port: number | undefined;
}

/** How ioredis calls what it connects to Sentinels with. */
function sentinelAccess({ username, password, tls }: ConnectionAccess) {
  return {
    ...(username !== undefined && { sentinelUsername: username }),
    ...(password !== undefined && { sentinelPassword: password }),
    ...(tls !== undefined && { sentinelTLS: tls, enableTLSForSentinelMode: true }),
  };
}

/**
 * Connections that follow Sentinel as go-redis, Jedis and Lettuce do.
 *
 * - When one opens it asks the Sentinels for the primary: first the one that told of the last
 *   switch, else the one on the process' own node, else another one for each process. The server
 *   must say `role:master`.
 * - On `+switch-master` of any Sentinel every connection to another server than the new primary is
 *   closed, as go-redis does: an op under way on it ends without an answer.
 * - A write that is refused with READONLY, and a connection that breaks, end the connection.
 *
 * The next op of such a client opens a new connection. No op is sent a second time.
 */
export class SmartClients {
  readonly #topology: ClientTopology;
  readonly #clock: Clock;
  readonly #wait: Wait | null;
  readonly #watch: SwitchWatch;
  readonly #opened = new Set<Opened>();
  /** The position of the Sentinel that told of the last switch. */
  #lastTeller: number | null = null;

  constructor(topology: ClientTopology, clock: Clock, wait: Wait | null) {
    this.#wait = wait;
    this.#topology = topology;
    this.#clock = clock;
    this.#watch = new SwitchWatch(topology, clock, (told) => {
      this.#leaveOthers(told);
    });
  }

  /** Opens a connection of a process. The first one subscribes to every Sentinel before it does. */
  async connect(process: number, node: string): Promise<RedisConnection> {
    await this.#watch.start();
    const { sentinels, servers } = this.#topology;
    const own = sentinels.findIndex((one) => one.node === node);
    const usual = own === -1 ? process % sentinels.length : own;
    const redis = await this.#askFirst(this.#lastTeller ?? usual);
    const { remoteAddress: host, remotePort: port } = redis.stream;
    const server = servers.find((one) => one.host === host && one.port === port);
    const entry = { redis, host, port };
    this.#opened.add(entry);
    redis.once('end', () => this.#opened.delete(entry));
    return { redis, found: { node: server?.node ?? node } };
  }

  /** Ends the subscriptions; the connections are their owners' to close. */
  stop(): void {
    this.#watch.close();
  }

  #askFirst(first: number): Promise<Redis> {
    const { sentinels, group, access } = this.#topology;
    const inOrder = [...sentinels.slice(first), ...sentinels.slice(0, first)];
    return openConnection(
      {
        ...SAFE_OPTIONS,
        ...access.servers,
        ...sentinelAccess(access.sentinels),
        sentinels: inOrder.map(({ host, port }) => ({ host, port })),
        name: group,
        updateSentinels: false,
      },
      this.#clock,
      OPEN_TIMEOUT_MS,
      this.#wait,
    );
  }

  #leaveOthers({ sentinel, host, port }: Switch): void {
    this.#lastTeller = sentinel;
    for (const one of this.#opened) {
      if (one.host !== host || one.port !== port) closeConnection(one.redis);
    }
  }
}
