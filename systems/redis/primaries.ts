import type { Primaries } from '../../harness/index.js';
import { askAll, type Admins } from './connection/admin.js';
import { majority } from './observation/majority.js';
import { askReplicationInfo } from './observation/replication-info.js';
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

/**
 * Without Sentinels: the node that more than half of all servers take for primary, where a
 * primary names itself and a replica the one that it follows.
 */
export function primariesByRole(topology: Topology, admins: Admins): Primaries {
  return {
    async primary() {
      const views = await askAll(admins.servers, askReplicationInfo);
      const votes = [...views].map(([node, view]) => {
        if (view === null) return null;
        return view.follows === null ? node : topology.nameOf(view.follows);
      });
      return majority(votes, admins.servers.size);
    },
  };
}
