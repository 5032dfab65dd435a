import type { Redis } from 'ioredis';
import type { ClusterRouter } from './cluster/cluster-router.js';

/** What a client knows of its server, where it was not told by name which one to use. */
export interface Discovery {
  /** The node that the connection ended at. */
  readonly node: string;
}

/** One connection of a client. */
export interface RedisConnection {
  readonly redis: Redis;
  /**
   * Absent where the client is bound to the node of its process. A client that found its server leaves
   * it when a write is refused with READONLY: the server is a replica now.
   */
  readonly found?: Discovery;
  /** Of a client of a cluster that goes to the node of each key; `redis` has no connection of its own then. */
  readonly router?: ClusterRouter;
  /** How long a lock lasts that nobody gives back; for ever when absent or 0. */
  readonly lockTtl_ms?: number;
  /** The cursor that the last piece of a scan answered with. */
  cursor?: string;
}
