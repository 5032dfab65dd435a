import type { Quorum, Sentinels, WatchedGroup } from '../capabilities.js';
import { EnvironmentError, messageOf } from '../../../harness/index.js';
import { GROUP } from '../configuration/layout.js';
import type { AdminConnection } from '../connection/admin.js';
import { failoverOver } from '../membership/failover-over.js';
import type { GroupParts } from '../membership/group-parts.js';
import { askGroupParameter, askSentinelView } from '../observation/sentinel-view.js';

/** What `SENTINEL CKQUORUM` answers where there is no quorum, or none for a failover. */
const NO_QUORUM = 'NOQUORUM';

/** What a Sentinel knows, and what it can be told about the group that it watches. */
export function sentinelAdministration(
  parts: GroupParts,
  membership: Pick<Sentinels, 'remove' | 'add'>,
): Sentinels {
  const { topology, members: admins } = parts;
  const on = (node: string): AdminConnection => {
    const sentinel = admins.sentinels.get(node);
    if (sentinel !== undefined) return sentinel;
    throw new EnvironmentError({
      code: 'E_REDIS_NODE',
      expected: `a Sentinel on ${node}`,
      actual: `there are Sentinels on ${[...admins.sentinels.keys()].join(', ') || 'no node'}`,
      advice: 'name another node, or give every node a Sentinel',
    });
  };
  const askKnown = async (sentinel: AdminConnection): Promise<WatchedGroup> => {
    const { otherSentinels, replicas } = await askSentinelView(sentinel);
    return {
      otherSentinels: otherSentinels.map(({ address }) => topology.nameOf(address)).sort(),
      replicas: replicas.map(({ address }) => topology.nameOf(address)).sort(),
    };
  };
  return {
    ...membership,
    get nodes() {
      return [...admins.sentinels.keys()];
    },
    knows: async (node) => askKnown(on(node)),
    async quorum(node): Promise<Quorum> {
      try {
        return { enough: true, words: String(await on(node).ask('SENTINEL', 'CKQUORUM', GROUP)) };
      } catch (thrown) {
        const words = messageOf(thrown);
        if (!words.startsWith(NO_QUORUM)) throw thrown;
        return { enough: false, words };
      }
    },
    async reset(node) {
      const sentinel = on(node);
      await failoverOver(parts, new Map([[node, sentinel]]));
      const before = await askKnown(sentinel);
      await sentinel.order('SENTINEL', 'RESET', GROUP);
      return { before, after: await askKnown(sentinel) };
    },
    parameter: async (node, name) => askGroupParameter(on(node), name),
    async setParameter(node, name, value) {
      await on(node).order('SENTINEL', 'SET', GROUP, name, value);
    },
  };
}
