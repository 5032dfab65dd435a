import { type Admins, askAll } from '../connection/admin.js';
import { type Leadership, toldLeaderships } from '../observation/leadership.js';
import type { Topology } from '../topology.js';
import { askClusterView, type ClusterView, selfIn } from './cluster-view.js';

/** The config epoch under which each primary serves its slots, as it says itself: what others say of it may be old. */
export async function leadershipsInCluster(
  { nameOf }: Topology,
  { servers }: Admins,
): Promise<ReadonlyMap<string, Leadership>> {
  return toldLeaderships(
    await askAll(servers, async (server) => leadershipIn(await askClusterView(server), nameOf)),
  );
}

/** `null` of a node that serves no slots: its epoch says nothing about any. */
export function leadershipIn(view: ClusterView, nameOf: Topology['nameOf']): Leadership | null {
  const self = selfIn(view);
  if (self === undefined || self.follows !== null || self.slots.length === 0) return null;
  return { epoch: self.configEpoch, leader: nameOf(self.address) };
}
