import { EnvironmentError, NS_PER_S, type Serving } from '../../../harness/index.js';
import type { Administration } from '../capabilities.js';
import type { AdminConnection, Admins } from '../connection/admin.js';
import type { Topology } from '../topology.js';
import { clientsAmong, parseClientList } from './client-list.js';

/** Bound on what takes longer than a question, over and above the time that it takes by itself. */
const ORDER_TIMEOUT_MS = 2000;
const MS_PER_S = NS_PER_S / 1e6;

/**
 * The commands of an administrator, asked of the server on one node.
 * @param ownConnections holds those that it has open beside `admins`, for the teardown to close.
 */
export function redisAdministration(
  topology: Topology,
  admins: Admins,
  ownConnections: Set<AdminConnection>,
): Administration & Serving {
  const nodeAddresses = new Set(topology.addressOf.values());

  const server = (node: string): AdminConnection => {
    const admin = admins.servers.get(node);
    if (admin !== undefined) return admin;
    throw new EnvironmentError({
      code: 'E_REDIS_NODE',
      expected: 'a node with a Redis server',
      actual: `${node} has none`,
      advice: `name one of ${[...admins.servers.keys()].join(', ')}`,
    });
  };

  /** Over a connection of its own, that nothing else uses and that no timeout of others ends. */
  const alone = async <T>(
    node: string,
    timeout_ms: number,
    use: (admin: AdminConnection) => Promise<T>,
  ): Promise<T> => {
    const admin = server(node).another(timeout_ms);
    ownConnections.add(admin);
    try {
      return await use(admin);
    } finally {
      ownConnections.delete(admin);
      await admin.close();
    }
  };

  return {
    async killClients(node) {
      const admin = server(node);
      // An order drops the connection that the harness kept, which would pass for a client's.
      const ownId = String(await admin.order('CLIENT', 'ID'));
      const list = async () =>
        clientsAmong(
          parseClientList(String(await admin.ask('CLIENT', 'LIST', 'TYPE', 'normal'))),
          ownId,
          (address) => nodeAddresses.has(address),
        );
      const before = await list();
      const answer = await admin.ask('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      const left = new Set(await list());
      return {
        connections: Number(answer),
        clients: before.filter((id) => !left.has(id)).length,
      };
    },

    async stall(node, duration_ms) {
      await alone(node, duration_ms + ORDER_TIMEOUT_MS, (admin) =>
        admin.order('DEBUG', 'SLEEP', duration_ms / MS_PER_S),
      );
    },

    async serves(node, timeout_ms) {
      try {
        return (await alone(node, timeout_ms, (admin) => admin.ask('PING'))) === 'PONG';
      } catch {
        return false;
      }
    },

    async parameter(node, name) {
      const reply = await server(node).ask('CONFIG', 'GET', name);
      return Array.isArray(reply) && reply.length === 2 ? String(reply[1]) : null;
    },

    async setParameter(node, name, value) {
      await server(node).order('CONFIG', 'SET', name, value);
      // Otherwise it depends on whether a Sentinel happens to write the file what a restart does.
      await server(node).order('CONFIG', 'REWRITE');
    },

    async flush(node) {
      const reply = await alone(node, ORDER_TIMEOUT_MS, async (admin) => {
        await admin.order('MULTI');
        await admin.ask('DBSIZE');
        await admin.ask('FLUSHALL');
        await admin.ask('DBSIZE');
        return admin.ask('EXEC');
      });
      const [before, , after] = Array.isArray(reply) ? reply.map(Number) : [];
      return { before: before ?? Number.NaN, after: after ?? Number.NaN };
    },
  };
}
