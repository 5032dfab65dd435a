import type { Redis } from 'ioredis';
import {
  type Clock,
  EnvironmentError,
  messageOf,
  NS_PER_MS,
  type OpenRequest,
} from '../../../harness/index.js';
import { closeConnection, openConnection } from '../connection/connection.js';
import { SAFE_OPTIONS } from '../connection/safe-options.js';
import { type Endpoint, OPEN_TIMEOUT_MS } from './client-topology.js';
import type { RedisClients } from './redis-clients.js';
import type { RedisConnection } from './redis-connection.js';

/** A connection to a server that says it is a primary. */
interface Found {
  readonly redis: Redis;
  readonly server: Endpoint;
}

/**
 * Without Sentinels: a client asks every server for its role when it opens, and connects to the one
 * that says it is the primary; where several say so, to the first that answers. It stays there
 * until the connection breaks or a write is refused with READONLY; the next op then asks again.
 */
export async function connectToPrimary({
  store,
  clock,
}: OpenRequest<RedisClients>): Promise<RedisConnection> {
  const asked = store.topology.servers.map((server) => connectIfPrimary(server, store, clock));
  const { redis, server } = await firstOf(asked);
  return { redis, found: { node: server.node } };
}

/** The first primary; the connections to all others are closed, also those that open later. */
async function firstOf(asked: readonly Promise<Found>[]): Promise<Found> {
  try {
    const first = await Promise.any(asked);
    for (const one of asked) {
      one.then(
        ({ redis }) => {
          if (redis !== first.redis) closeConnection(redis);
        },
        () => undefined,
      );
    }
    return first;
  } catch (thrown) {
    const reasons = thrown instanceof AggregateError ? thrown.errors : [thrown];
    throw new EnvironmentError({
      code: 'E_REDIS_CONNECT',
      expected: 'a server that answers and says that it is the primary',
      actual: reasons.map(messageOf).join('; '),
      advice: 'see the logs of the nodes, and whether a fault has cut them off',
      cause: thrown,
    });
  }
}

/** @throws when there is no connection within the bound, or the server is no primary. */
async function connectIfPrimary(
  server: Endpoint,
  { topology, wait }: RedisClients,
  clock: Clock,
): Promise<Found> {
  const { node, host, port } = server;
  const options = { ...SAFE_OPTIONS, ...topology.access.servers, host, port };
  const redis = await openConnection(options, clock, OPEN_TIMEOUT_MS, wait);
  // A server that stops answering here would hold up the op that the client is opened for.
  const cancel = clock.at(clock.now() + OPEN_TIMEOUT_MS * NS_PER_MS, () => {
    closeConnection(redis);
  });
  try {
    const [role] = (await redis.role()) as readonly unknown[];
    if (role === 'master') return { redis, server };
    throw new Error(`${node} says that it is a ${role === 'slave' ? 'replica' : String(role)}`);
  } catch (thrown) {
    closeConnection(redis);
    throw thrown;
  } finally {
    cancel();
  }
}
