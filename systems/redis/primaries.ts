import type { Primaries } from '../../harness/index.js';
import { askAll, type Admins } from './connection/admin.js';
import { majority } from './observation/majority.js';
import { askReplicationInfo, type ReplicationInfo } from './observation/replication-info.js';
import { askPrimaryAddress } from './observation/sentinel-view.js';
import type { Topology } from './topology.js';

/** The node that more than half of all Sentinels give to clients as primary. */
export function primariesBySentinels(topology: Topology, admins: Admins): Primaries {
  return {
    async primary() {
      const addresses = await askAll(admins.sentinels, askPrimaryAddress);
      const address = majority(addresses.values(), admins.sentinels.size);
      return address === null ? null : topology.nameOf(address);
    },
  };
}

/** The node that a node's data comes from in the end: a replica may follow another replica. */
export function rootOf(
  node: string,
  views: ReadonlyMap<string, Pick<ReplicationInfo, 'follows'> | null>,
  nameOf: (address: string) => string,
): string {
  let at = node;
  for (let steps = 0; steps < views.size; steps += 1) {
    const follows = views.get(at)?.follows ?? null;
    if (follows === null) return at;
    at = nameOf(follows);
  }
  return at;
}

/**
 * Without Sentinels: the node that more than half of all servers take for primary, where a
 * primary names itself and a replica the one that its data comes from.
 */
export function primariesByRole(topology: Topology, admins: Admins): Primaries {
  return {
    async primary() {
      const views = await askAll(admins.servers, askReplicationInfo);
      const votes = [...views].map(([node, view]) =>
        view === null ? null : rootOf(node, views, topology.nameOf),
      );
      return majority(votes, admins.servers.size);
    },
  };
}
