import type { Health } from '../../../harness/index.js';
import { askAll, type Admins } from '../connection/admin.js';
import { askReplicationInfo, type ReplicationInfo } from '../observation/replication-info.js';
import type { Topology } from '../topology.js';
import { placementIn } from './cluster-configurations.js';
import { askClusterView, type ClusterView, type Peer } from './cluster-view.js';
import { SLOTS } from './hash-slot.js';

/**
 * Looks once at everything: all nodes know all others and agree on who serves which slots, every slot
 * is served and none is being moved, and every replica has what its primary had when the look began.
 */
export async function clusterHealth(topology: Topology, admins: Admins): Promise<Health> {
  const before = await askAll(admins.servers, askReplicationInfo);
  const [after, views] = await Promise.all([
    askAll(admins.servers, askReplicationInfo),
    askAll(admins.servers, askClusterView),
  ]);
  const reasons = [
    ...[...views].flatMap(([node, view]) => viewProblems(node, view, topology)),
    ...agreementProblems(views, topology),
    ...replicaProblems(before, after, topology),
  ];
  return reasons.length === 0 ? { healthy: true } : { healthy: false, reasons };
}

/** What keeps one node from seeing the cluster whole. */
export function viewProblems(
  node: string,
  view: ClusterView | null,
  { dataNodes, nameOf }: Pick<Topology, 'dataNodes' | 'nameOf'>,
): readonly string[] {
  if (view === null) return [`${node} does not answer`];
  const known = new Map(view.peers.map((peer) => [peer.address, peer]));
  const missing = dataNodes.filter(({ address }) => !known.has(address)).map(({ name }) => name);
  const assigned = view.peers
    .flatMap(({ slots }) => slots)
    .reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return [
    ...(view.isOk ? [] : [`${node} says that the cluster is down`]),
    ...(missing.length === 0 ? [] : [`${node} does not know ${missing.join(', ')}`]),
    ...(assigned === SLOTS ? [] : [`${node} knows who serves ${assigned} of ${SLOTS} slots`]),
    ...view.peers.flatMap((peer) => peerProblems(node, nameOf(peer.address), peer)),
  ];
}

function peerProblems(node: string, name: string, peer: Peer): readonly string[] {
  const troubles = ['fail', 'fail?', 'handshake', 'noaddr'].filter((flag) => peer.flags.has(flag));
  const isSelf = peer.flags.has('myself');
  return [
    ...troubles.map((flag) => `${node} says of ${name}: ${flag}`),
    ...(isSelf || peer.connected ? [] : [`${node} has no link to ${name}`]),
    ...(peer.openSlots.length === 0 ? [] : [`${node} moves slots: ${peer.openSlots.join(', ')}`]),
  ];
}

/** Who disagrees with the first node on who serves which slots; of a slot's epoch nodes may hear late. */
export function agreementProblems(
  views: ReadonlyMap<string, ClusterView | null>,
  { nameOf }: Pick<Topology, 'nameOf'>,
): readonly string[] {
  const [first, ...others] = [...views].flatMap(([node, view]) => {
    if (view === null) return [];
    const served = placementIn(view, nameOf).map(({ leader, part }) => [leader, part]);
    return [{ node, served: JSON.stringify(served) }];
  });
  return others
    .filter(({ served }) => served !== first?.served)
    .map(({ node }) => `${node} and ${first?.node} disagree on who serves which slots`);
}

/** Each replica is measured against what its primary had before the replicas were asked. */
function replicaProblems(
  before: ReadonlyMap<string, ReplicationInfo | null>,
  after: ReadonlyMap<string, ReplicationInfo | null>,
  { nameOf }: Topology,
): readonly string[] {
  return [...after].flatMap(([node, view]) => {
    if (view === null || view.follows === null) return [];
    const primary = nameOf(view.follows);
    const offset = before.get(primary)?.offset ?? 0;
    if (!view.linkUp) return [`${node} has no link to ${primary}`];
    const behind = offset - view.offset;
    return behind > 0 ? [`${node} is ${behind} bytes behind ${primary}`] : [];
  });
}
