import { AwaitTimeoutError } from '../../../harness/core/errors.js';
import { poll } from '../../../harness/core/poll.js';
import { listInWords } from '../../../harness/core/words.js';
import { GROUP } from '../configuration/layout.js';
import { type AdminConnection, askAll } from '../connection/admin.js';
import { askReplicationInfo } from '../observation/replication-info.js';
import { askSentinelView } from '../observation/sentinel-view.js';
import type { GroupParts } from './group-parts.js';

/** Sentinels announce themselves every 2 s, and learn of replicas every 10 s. */
const LEARN_TIMEOUT_MS = 30_000;
const FORGET_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** Waits until no server lists a node that was shut down as one that follows it. */
export async function forgottenByServers(parts: GroupParts, node: string): Promise<void> {
  const { clock, signal, topology, members } = parts;
  const address = topology.addressOf.get(node) ?? '';
  const last: { listing: readonly string[] } = { listing: [] };
  const bounds = { within_ms: FORGET_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  const forgotten = await poll(clock, bounds, async () => {
    const views = await askAll(members.servers, askReplicationInfo);
    last.listing = [...views].flatMap(([server, view]) =>
      view?.followers.includes(address) === true ? [server] : [],
    );
    return last.listing.length === 0 ? true : null;
  });
  if (forgotten.reached) return;
  throw new AwaitTimeoutError({
    code: 'E_REDIS_FORGET',
    expected: `no server to list ${node} as a follower after it was shut down`,
    actual: `${listInWords(last.listing)} did so for ${FORGET_TIMEOUT_MS} ms`,
    advice: 'see whether links to that node are cut',
  });
}

/** What a Sentinel ought to know: the other members, and nobody else. */
function lackOf(parts: GroupParts, node: string) {
  const { topology, members } = parts;
  const others = [...members.sentinels.keys()].filter((one) => one !== node).sort();
  return async (sentinel: AdminConnection): Promise<string | null> => {
    const view = await askSentinelView(sentinel);
    const namesIn = (instances: readonly { readonly address: string }[]) =>
      instances.map(({ address }) => topology.nameOf(address)).sort();
    const primary = topology.nameOf(view.primary.address);
    const replicas = [...members.servers.keys()].filter((one) => one !== primary).sort();
    const known = { others: namesIn(view.otherSentinels), replicas: namesIn(view.replicas) };
    const same = JSON.stringify(known) === JSON.stringify({ others, replicas });
    return same
      ? null
      : `the Sentinels on ${listInWords(known.others)} and the replicas on ${listInWords(known.replicas)}`;
  };
}

/**
 * Lets every Sentinel forget whoever is no member, by `SENTINEL RESET`, one after the other: each
 * only when the one before knows all members again, since one that has just forgotten them takes
 * part in no failover. (Redis, "High availability with Sentinel": wait 30 s in between.)
 * @throws AwaitTimeoutError when one does not come to know them.
 */
export async function forgottenBySentinels(parts: GroupParts): Promise<void> {
  const { clock, signal, members } = parts;
  const bounds = { within_ms: LEARN_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  for (const [node, sentinel] of members.sentinels) {
    const lack = lackOf(parts, node);
    if ((await lack(sentinel)) === null) continue;
    await sentinel.order('SENTINEL', 'RESET', GROUP);
    const last = { known: '' };
    const learned = await poll(clock, bounds, async () => {
      const known = await lack(sentinel);
      last.known = known ?? '';
      return known === null ? true : null;
    });
    if (learned.reached) continue;
    throw new AwaitTimeoutError({
      code: 'E_REDIS_FORGET',
      expected: `the Sentinel on ${node} to know all members, and nobody else, after SENTINEL RESET`,
      actual: `after ${LEARN_TIMEOUT_MS} ms it knew ${last.known}`,
      advice: 'see whether links are cut, and whether every replica follows the primary itself',
    });
  }
}
