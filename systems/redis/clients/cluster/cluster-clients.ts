import type { Clock } from '../../../../harness/index.js';
import type { Wait } from '../../connection/waiting-redis.js';
import type { ClientTopology } from '../client-topology.js';
import type { RedisClients } from '../redis-clients.js';
import { ClusterRouter } from './cluster-router.js';
import { RoutedRedis } from './routed-redis.js';

/** The clients of a cluster; the smart ones go to the primary of each key, first asking their own node. */
export function clusterClients(
  topology: ClientTopology,
  clock: Clock,
  wait: Wait | null = null,
): RedisClients {
  return {
    topology,
    sharded: true,
    wait,
    async connect(_process, node) {
      const own = topology.servers.findIndex((server) => server.node === node);
      const router = new ClusterRouter(topology, Math.max(0, own), clock, wait);
      try {
        await router.learn();
      } catch (thrown) {
        router.close();
        throw thrown;
      }
      return { redis: new RoutedRedis(router), router };
    },
    stop: () => undefined,
  };
}
