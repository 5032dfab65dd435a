import type { Clock } from '../../../harness/index.js';
import type { Wait } from '../connection/waiting-redis.js';
import type { ClientTopology } from './client-topology.js';
import type { RedisConnection } from './redis-connection.js';
import { SmartClients } from './smart.js';

/** What all clients of one run share. */
export interface RedisClients {
  readonly topology: ClientTopology;
  /** Whether each node holds a part of the data only. */
  readonly sharded: boolean;
  /** What each write waits for. */
  readonly wait: Wait | null;
  /** Opens a connection that follows the store's own discovery. */
  connect(process: number, node: string): Promise<RedisConnection>;
  /** Ends what they share; the connections are their owners' to close. */
  stop(): void;
}

/** The clients of a primary with replicas; the smart ones follow its Sentinels. */
export function groupClients(
  topology: ClientTopology,
  clock: Clock,
  wait: Wait | null = null,
): RedisClients {
  const smart = new SmartClients(topology, clock, wait);
  return {
    topology,
    sharded: false,
    wait,
    connect: (process, node) => smart.connect(process, node),
    stop: () => {
      smart.stop();
    },
  };
}
