import { defineClient, type OpenRequest } from '../../../harness/index.js';
import { canSend, closeConnection } from '../connection/connection.js';
import { counter } from './counter.js';
import { expiring } from './expiring.js';
import { locks } from './locks.js';
import { opErrorOf } from './outcome.js';
import { connectToNode } from './pinned.js';
import { connectToPrimary } from './primary.js';
import { queue } from './queue.js';
import type { RedisClients } from './redis-clients.js';
import type { RedisConnection } from './redis-connection.js';
import { register } from './register.js';
import { set } from './set.js';
import { transactions } from './transactions.js';

const CONNECT = {
  pinned: connectToNode,
  primary: connectToPrimary,
  smart: ({ node, process, store }) => store.connect(process, node.name),
} satisfies Record<
  OpenRequest['mode'],
  (request: OpenRequest<RedisClients>) => Promise<RedisConnection>
>;

/**
 * The clients of Redis: one connection each (to each node, of a client that follows the slots of a
 * cluster), and one command per op, sent once. They set no timer per
 * op: the interpreter times ops out and closes the connection, and a resent op is impossible by the
 * safe options.
 */
export const redisClient = defineClient<RedisConnection, RedisClients>({
  async open(request) {
    const connection = await CONNECT[request.mode](request);
    return { ...connection, lockTtl_ms: Number(request.options['lockTtl_ms'] ?? 0) };
  },
  close({ redis, router }) {
    router?.close();
    closeConnection(redis);
  },
  usable: ({ redis, router }) => (router === undefined ? canSend(redis) : !router.isClosed),
  nodeOf: ({ found, router }) => router?.node ?? found?.node,
  classify: (thrown, { found }) => opErrorOf(thrown, found !== undefined),
  ...counter,
  ...expiring,
  ...locks,
  ...queue,
  ...register,
  ...set,
  ...transactions,
});
