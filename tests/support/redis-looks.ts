import { poll } from '../../harness/core/poll.js';
import type { ContainerCluster } from './container-cluster.js';

/** Whether the Redis server on one node answers when it is asked from another. */
export async function answersTo(
  cluster: ContainerCluster,
  from: string,
  server: string,
): Promise<boolean> {
  const { address } = cluster.node(server);
  const ping = ['timeout', '1', 'redis-cli', '-h', address, 'PING'];
  return (await cluster.node(from).exec(ping)).stdout.trim() === 'PONG';
}

/** How many keys the server on a node holds. */
export async function keysOn(cluster: ContainerCluster, node: string): Promise<number> {
  return Number((await cluster.node(node).exec(['redis-cli', 'DBSIZE'])).stdout);
}

/** Whether the server on a node comes to hold data. */
export async function comesToHoldData(cluster: ContainerCluster, node: string): Promise<boolean> {
  const polled = await poll(cluster.clock, { within_ms: 3000, every_ms: 50 }, async () =>
    (await keysOn(cluster, node)) > 0 ? true : null,
  );
  return polled.reached;
}
