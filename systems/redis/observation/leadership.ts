import type { WitnessView } from '../../../harness/index.js';
import { type AdminConnection, type Admins, askAll } from '../connection/admin.js';
import type { Topology } from '../topology.js';
import { askGroupParameter, askPrimaryAddress } from './sentinel-view.js';

/** An epoch of configuration that a node knows, and who leads in it. */
export type Leadership = Required<Pick<WitnessView, 'epoch' | 'leader'>>;

/** What a node told of the configuration that it knows. */
export type ToldConfiguration = Pick<WitnessView, 'epoch' | 'leader' | 'placement'>;

/** What nodes told, by node; without those that told nothing. */
export function toldOnly<Told>(
  answers: ReadonlyMap<string, Told | null>,
): ReadonlyMap<string, Told> {
  return new Map([...answers].flatMap(([node, told]) => (told === null ? [] : [[node, told]])));
}

/** The newest configuration that each Sentinel has accepted: its epoch, and the primary of that. */
export async function leadershipsBySentinels(
  { nameOf }: Topology,
  { sentinels }: Admins,
): Promise<ReadonlyMap<string, Leadership>> {
  return toldOnly(await askAll(sentinels, (one) => askLeadership(one, nameOf)));
}

/**
 * The primary and its epoch are told by two commands. A Sentinel whose epoch changed between them tells nothing: the two
 * might not belong together.
 */
async function askLeadership(
  sentinel: AdminConnection,
  nameOf: Topology['nameOf'],
): Promise<Leadership | null> {
  const [before, address, after] = await Promise.all([
    askGroupParameter(sentinel, 'config-epoch'),
    askPrimaryAddress(sentinel),
    askGroupParameter(sentinel, 'config-epoch'),
  ]);
  if (address === null || before === null || before !== after) return null;
  // Before its first failover, or before it has heard of any, a Sentinel knows no epoch.
  if (before === '0') return null;
  return { epoch: Number(before), leader: nameOf(address) };
}
