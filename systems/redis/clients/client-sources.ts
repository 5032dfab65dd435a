import type { ClientMode, ClientSource, DataType } from '../../../harness/core/client.js';
import type { Clock } from '../../../harness/core/clock.js';
import { openConnection } from '../connection/connection.js';
import { SAFE_OPTIONS } from '../connection/safe-options.js';
import type { DataAccess } from './data-access.js';
import { RedisClient } from './redis-client.js';
import { registerAccess } from './register.js';
import { setAccess } from './set.js';

/** Bound on opening a client: discovery, connect and handshake together. */
const OPEN_TIMEOUT_MS = 2500;

/** Where something listens. */
export interface Endpoint {
  readonly node: string;
  readonly host: string;
  readonly port: number;
}

/** What clients need to know of the cluster. */
export interface ClientTopology {
  readonly servers: readonly Endpoint[];
  readonly sentinels: readonly Endpoint[];
  /** Sentinel's name for the primary and its replicas. */
  readonly group: string;
}

export const DATA_ACCESS: Readonly<Record<DataType, DataAccess>> = {
  set: setAccess,
  register: registerAccess,
};

/** One plain connection per process, to the server on the process' node and to no other. */
function pinnedSource(topology: ClientTopology, access: DataAccess, clock: Clock): ClientSource {
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

/**
 * Asks the Sentinels for the primary when it opens (the one on the process' own node first; where
 * it has none, another one for each process), and checks that the server it was sent to says `role:master`. It doesn't move afterwards: a
 * connection that breaks is closed, and the next one asks again.
 */
function smartSource(topology: ClientTopology, access: DataAccess, clock: Clock): ClientSource {
  return {
    async open({ process, node }) {
      const own = topology.sentinels.findIndex((one) => one.node === node);
      const start = own === -1 ? Number(process) % topology.sentinels.length : own;
      const sentinels = [
        ...topology.sentinels.slice(start),
        ...topology.sentinels.slice(0, start),
      ].map(({ host, port }) => ({ host, port }));
      const redis = await openConnection(
        { ...SAFE_OPTIONS, sentinels, name: topology.group, updateSentinels: false },
        clock,
        OPEN_TIMEOUT_MS,
      );
      const server = topology.servers.find(
        (one) => one.host === redis.stream.remoteAddress && one.port === redis.stream.remotePort,
      );
      return new RedisClient(redis, access, server?.node ?? node);
    },
  };
}

/** Opens clients of one data type in one mode. */
export function clientSource(
  topology: ClientTopology,
  dataType: DataType,
  mode: ClientMode,
  clock: Clock,
): ClientSource {
  const access = DATA_ACCESS[dataType];
  return mode === 'pinned'
    ? pinnedSource(topology, access, clock)
    : smartSource(topology, access, clock);
}
