import { AwaitTimeoutError, listInWords, poll } from '../../../harness/index.js';
import { GROUP } from '../configuration/layout.js';
import { type AdminConnection, askAll } from '../connection/admin.js';
import { askReplicationInfo } from '../observation/replication-info.js';
import { askSentinelView, type WatchedInstance } from '../observation/sentinel-view.js';
import { failoverOver } from './failover-over.js';
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

/** Whether a Sentinel knows the members and nobody else, and has its links to them. */
interface Knowledge {
  readonly others: readonly string[];
  readonly replicas: readonly string[];
  readonly exact: boolean;
  readonly linked: boolean;
}

async function knowledgeOf(
  { topology, members }: GroupParts,
  node: string,
  sentinel: AdminConnection,
): Promise<Knowledge> {
  const view = await askSentinelView(sentinel);
  const primary = topology.nameOf(view.primary.address);
  const namesOf = (instances: readonly WatchedInstance[]) =>
    instances.map(({ address }) => topology.nameOf(address));
  const others = namesOf(view.otherSentinels);
  const replicas = namesOf(view.replicas);
  return {
    others,
    replicas,
    exact:
      areExactly(others, [...members.sentinels.keys()], node) &&
      areExactly(replicas, [...members.servers.keys()], primary),
    linked: [...view.otherSentinels, ...view.replicas].every(
      ({ flags }) => !flags.includes('disconnected'),
    ),
  };
}

/** Whether some names are those of all but one. */
function areExactly(names: readonly string[], all: readonly string[], but: string): boolean {
  const expected = all.filter((name) => name !== but);
  return names.length === expected.length && expected.every((name) => names.includes(name));
}

/**
 * Lets every Sentinel forget whoever is no member, by `SENTINEL RESET`, one after the other: each
 * only when the one before knows all members again, since one that has just forgotten them takes
 * part in no failover. (Redis, "High availability with Sentinel": wait 30 s in between.) None is
 * reset while a failover is in progress, which it would erase.
 * @throws AwaitTimeoutError when one does not come to know them, or a failover does not end.
 */
export async function forgottenBySentinels(parts: GroupParts): Promise<void> {
  const { clock, signal, members } = parts;
  const bounds = { within_ms: LEARN_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  for (const [node, sentinel] of members.sentinels) {
    if ((await knowledgeOf(parts, node, sentinel)).exact) continue;
    await failoverOver(parts, members.sentinels);
    await sentinel.order('SENTINEL', 'RESET', GROUP);
    const last: { known: Knowledge | null } = { known: null };
    const learned = await poll(clock, bounds, async () => {
      last.known = await knowledgeOf(parts, node, sentinel);
      return last.known.exact && last.known.linked ? true : null;
    });
    if (learned.reached) continue;
    const { others = [], replicas = [] } = last.known ?? {};
    throw new AwaitTimeoutError({
      code: 'E_REDIS_FORGET',
      expected: `the Sentinel on ${node} to know all members, and nobody else, after SENTINEL RESET`,
      actual: `after ${LEARN_TIMEOUT_MS} ms it knew the Sentinels on ${listInWords(others)} and the replicas on ${listInWords(replicas)}`,
      advice: 'see whether links are cut, and whether every replica follows the primary itself',
    });
  }
}
