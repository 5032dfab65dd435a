import type { Primaries } from '../../../harness/index.js';
import { askAll, type Admins } from '../connection/admin.js';
import type { Topology } from '../topology.js';
import { askClusterView, isPrimary } from './cluster-view.js';

/** The nodes that more than half of all nodes take for primaries which serve slots, and not for failed. */
export function clusterPrimaries(topology: Topology, admins: Admins): Required<Primaries> {
  const all = async (): Promise<readonly string[]> => {
    const views = await askAll(admins.servers, askClusterView);
    const votes = new Map<string, number>();
    for (const view of views.values()) {
      for (const { address } of view?.peers.filter(isPrimary) ?? []) {
        votes.set(address, (votes.get(address) ?? 0) + 1);
      }
    }
    return topology.dataNodes
      .filter(({ address }) => (votes.get(address) ?? 0) > admins.servers.size / 2)
      .map(({ name }) => name);
  };
  return {
    all,
    async primary() {
      const [first, ...others] = await all();
      return first === undefined || others.length > 0 ? null : first;
    },
  };
}
