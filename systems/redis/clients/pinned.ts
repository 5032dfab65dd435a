import { type Clock, NS_PER_MS, type OpenRequest } from '../../../harness/index.js';
import type { Redis } from 'ioredis';
import { closeConnection, openConnection } from '../connection/connection.js';
import { SAFE_OPTIONS } from '../connection/safe-options.js';
import { OPEN_TIMEOUT_MS } from './client-topology.js';
import type { RedisClients } from './redis-clients.js';
import type { RedisConnection } from './redis-connection.js';

/** One plain connection per process, to the server on the process' node and to no other. */
export async function connectToNode({
  node,
  store,
  clock,
}: OpenRequest<RedisClients>): Promise<RedisConnection> {
  const server = store.topology.servers.find((one) => one.node === node.name);
  if (server === undefined) throw new RangeError(`no Redis server on node "${node.name}"`);
  const { host, port } = server;
  const options = { ...SAFE_OPTIONS, ...store.topology.access.servers, host, port };
  const redis = await openConnection(options, clock, OPEN_TIMEOUT_MS, store.wait);
  if (store.sharded) await readFromReplica(redis, clock);
  return { redis };
}

/** Without it a replica of a cluster answers reads as its primary's, by a redirection. */
async function readFromReplica(redis: Redis, clock: Clock): Promise<void> {
  const cancel = clock.at(clock.now() + OPEN_TIMEOUT_MS * NS_PER_MS, () => {
    closeConnection(redis);
  });
  try {
    await redis.readonly();
  } finally {
    cancel();
  }
}
