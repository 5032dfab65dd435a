import type { ClientSource } from '../../../harness/core/client.js';
import type { Clock } from '../../../harness/core/clock.js';
import { openConnection } from '../connection/connection.js';
import { SAFE_OPTIONS } from '../connection/safe-options.js';
import { type ClientTopology, OPEN_TIMEOUT_MS } from './client-topology.js';
import type { DataAccess } from './data-access.js';
import { RedisClient } from './redis-client.js';

/** One plain connection per process, to the server on the process' node and to no other. */
export function pinnedSource(
  topology: ClientTopology,
  access: DataAccess,
  clock: Clock,
): ClientSource {
  return {
    async open({ node }) {
      const server = topology.servers.find((one) => one.node === node);
      if (server === undefined) throw new RangeError(`no Redis server on node "${node}"`);
      const { host, port } = server;
      const redis = await openConnection({ ...SAFE_OPTIONS, host, port }, clock, OPEN_TIMEOUT_MS);
      return new RedisClient(redis, access);
    },
  };
}
