import type { Sentinels, WatchedGroup } from '../../../harness/core/capabilities.js';
import { EnvironmentError } from '../../../harness/core/errors.js';
import { GROUP } from '../configuration/layout.js';
import type { AdminConnection, Admins } from '../connection/admin.js';
import { askSentinelView } from '../observation/sentinel-view.js';

async function askKnown(sentinel: AdminConnection): Promise<WatchedGroup> {
  const { otherSentinels, replicas } = await askSentinelView(sentinel);
  return { otherSentinels: otherSentinels.length, replicas: replicas.length };
}

/** `SENTINEL RESET`, and what a Sentinel knows. */
export function sentinelAdministration(admins: Admins): Sentinels {
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
  return {
    nodes: [...admins.sentinels.keys()],
    knows: async (node) => askKnown(on(node)),
    async reset(node) {
      const sentinel = on(node);
      const before = await askKnown(sentinel);
      await sentinel.order('SENTINEL', 'RESET', GROUP);
      return { before, after: await askKnown(sentinel) };
    },
  };
}
