import { createHash } from 'node:crypto';
import type { Placed } from '../../../harness/index.js';
import { type Admins, askAll } from '../connection/admin.js';
import { type Leadership, type ToldConfiguration, toldOnly } from '../observation/leadership.js';
import type { Topology } from '../topology.js';
import { askClusterView, type ClusterView, selfIn } from './cluster-view.js';
import type { SlotRange } from './hash-slot.js';

/** Longer ones are told by their digest, since every sample of the witness holds them for each node. */
const MOST_CHARACTERS_OF_SLOTS = 60;
const DIGEST_LENGTH = 8;

/**
 * Who serves which slots in the eyes of each node, and the config epoch under which each primary serves its own, as it says
 * itself: what others say of it may be old.
 */
export async function configurationsInCluster(
  { nameOf }: Topology,
  { servers }: Admins,
): Promise<ReadonlyMap<string, ToldConfiguration>> {
  const answers = await askAll(servers, async (server): Promise<ToldConfiguration> => {
    const view = await askClusterView(server);
    return { ...leadershipIn(view, nameOf), placement: placementIn(view, nameOf) };
  });
  return toldOnly(answers);
}

/**
 * `null` of a node that serves no slots: its epoch says nothing about any. 0 is the epoch of a node that was given none yet.
 * (Redis documentation, CLUSTER SET-CONFIG-EPOCH.)
 */
export function leadershipIn(view: ClusterView, nameOf: Topology['nameOf']): Leadership | null {
  const self = selfIn(view);
  if (self === undefined || self.follows !== null || self.slots.length === 0) return null;
  if (self.configEpoch === 0) return null;
  return { epoch: self.configEpoch, leader: nameOf(self.address) };
}

/** Who serves which slots, as a node sees it. */
export function placementIn({ peers }: ClusterView, nameOf: Topology['nameOf']): readonly Placed[] {
  return peers
    .filter(({ slots }) => slots.length > 0)
    .map(({ address, slots, configEpoch }) => ({
      leader: nameOf(address),
      part: partOf(slots),
      epoch: configEpoch,
    }))
    .sort((a, b) => (a.leader < b.leader ? -1 : 1));
}

function partOf(slots: readonly SlotRange[]): string {
  const text = slots.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(' ');
  if (text.length <= MOST_CHARACTERS_OF_SLOTS) return text;
  const count = slots.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
  return `${count} slots in ${slots.length} ranges (${digest})`;
}
