import type { Redis } from 'ioredis';
import type { ClientSource } from '../../../harness/core/client.js';
import type { Clock } from '../../../harness/core/clock.js';
import { openConnection } from '../connection/connection.js';
import { SAFE_OPTIONS } from '../connection/safe-options.js';
import { type Switch, SwitchWatch } from '../connection/switch-watch.js';
import { type ClientTopology, OPEN_TIMEOUT_MS } from './client-topology.js';
import type { DataAccess } from './data-access.js';
import { RedisClient } from './redis-client.js';

/** A source of clients that hold a subscription together. */
export interface SmartSource extends ClientSource {
  /** Ends the subscription; the clients are their owners' to close. */
  stop(): void;
}

/** A client, and where its connection leads. */
interface Opened {
  readonly client: RedisClient;
  readonly host: string | undefined;
  readonly port: number | undefined;
}

/**
 * Clients that follow Sentinel as go-redis, Jedis and Lettuce do.
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
export function smartSource(
  topology: ClientTopology,
  access: DataAccess,
  clock: Clock,
): SmartSource {
  const { sentinels, servers, group } = topology;
  const opened = new Set<Opened>();
  let lastTeller: number | null = null;

  const leaveOthers = ({ sentinel, host, port }: Switch): void => {
    lastTeller = sentinel;
    for (const one of opened) {
      if (one.host !== host || one.port !== port) void one.client.close();
    }
  };
  const watch = new SwitchWatch(sentinels, group, clock, leaveOthers);

  const connect = (first: number): Promise<Redis> => {
    const inOrder = [...sentinels.slice(first), ...sentinels.slice(0, first)];
    return openConnection(
      {
        ...SAFE_OPTIONS,
        sentinels: inOrder.map(({ host, port }) => ({ host, port })),
        name: group,
        updateSentinels: false,
      },
      clock,
      OPEN_TIMEOUT_MS,
    );
  };

  return {
    setup: () => watch.start(),
    stop() {
      watch.close();
    },
    async open({ process, node }) {
      await watch.start();
      const own = sentinels.findIndex((one) => one.node === node);
      const usual = own === -1 ? Number(process) % sentinels.length : own;
      const redis = await connect(lastTeller ?? usual);
      const { remoteAddress: host, remotePort: port } = redis.stream;
      const server = servers.find((one) => one.host === host && one.port === port);
      const client = new RedisClient(redis, access, {
        node: server?.node ?? node,
        leavesReplica: true,
      });
      const entry = { client, host, port };
      opened.add(entry);
      redis.once('end', () => opened.delete(entry));
      return client;
    },
  };
}
