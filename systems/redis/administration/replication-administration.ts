import type { Replication } from '../capabilities.js';
import { EnvironmentError } from '../../../harness/index.js';
import type { AdminConnection, Admins } from '../connection/admin.js';
import { follow, writeConfig } from '../follow.js';
import { askReplicationInfo } from '../observation/replication-info.js';
import type { Topology } from '../topology.js';

/** `REPLICAOF`, and what a server says of its place. */
export function replicationAdministration(topology: Topology, admins: Admins): Replication {
  const server = (node: string): AdminConnection => {
    const admin = admins.servers.get(node);
    if (admin !== undefined) return admin;
    throw new EnvironmentError({
      code: 'E_REDIS_NODE',
      expected: `a server on ${node} that is a member of the group`,
      actual: 'there is none',
      advice: `name one of ${[...admins.servers.keys()].join(', ')}`,
    });
  };
  return {
    get nodes() {
      return [...admins.servers.keys()];
    },
    async view(node) {
      const { role, follows, linkUp, followers } = await askReplicationInfo(server(node));
      return {
        role,
        follows: follows === null ? null : topology.nameOf(follows),
        linkUp,
        followers: followers.map(topology.nameOf).sort(),
      };
    },
    async follow(node, source) {
      const address = source === null ? null : topology.addressOf.get(source);
      if (address === undefined) {
        throw new EnvironmentError({
          code: 'E_REDIS_NODE',
          expected: `a node for ${node} to follow`,
          actual: `${source} is none of this cluster`,
          advice: `name one of ${[...topology.addressOf.keys()].join(', ')}`,
        });
      }
      await follow(server(node), address);
      await writeConfig(server(node));
    },
  };
}
