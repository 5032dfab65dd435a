import { z } from 'zod';
import { GROUP_OVERLAP, nodeEvent, offered, poll } from '../../../../harness/index.js';
import { SHARDING } from '../../capabilities.js';

const WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * Tells a replica of a cluster to take the place of its primary. It ends by itself. With `takeover` the
 * replica asks nobody, so that it can be ordered on the smaller side of a partition as well.
 */
export const clusterFailover = nodeEvent({
  name: 'cluster-failover',
  summary: 'tells a replica of the cluster to take the place of its primary (CLUSTER FAILOVER)',
  provenBy: 'the node says that it serves slots as a primary, under a higher config epoch',
  presets: [
    {
      name: 'cluster-failover',
      summary: 'a replica takes the place of its primary, in agreement with it',
      values: [{ mode: 'default' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'cluster-failover-force',
      summary: 'a replica takes the place of its primary, without asking it',
      values: [{ mode: 'force' }],
      mixes: ['everything'],
    },
    {
      name: 'cluster-takeover',
      summary: 'a replica takes the place of its primary, without asking anybody',
      values: [{ mode: 'takeover' }],
      mixes: ['everything'],
    },
  ],
  needs: [SHARDING.name, 'primaries'],
  on: 'data',
  overlap: { ...GROUP_OVERLAP, wants: ['members'] },
  schema: z.strictObject({
    target: z.string().default('replica'),
    mode: z.enum(['default', 'force', 'takeover']).default('default'),
  }),
  hurts: ({ from }) => (typeof from === 'string' ? [from] : []),
  async happen({ context, node, degree: { mode } }) {
    const sharding = SHARDING.of(context.capabilities);
    const before = await sharding.view(node);
    await sharding.takeOver(node, mode);
    const bounds = { within_ms: WITHIN_MS, every_ms: LOOK_EVERY_MS, signal: context.signal };
    const taken = await poll(context.clock, bounds, async () => {
      const view = await sharding.view(node).catch(() => null);
      return view?.servesSlots === true ? view : null;
    });
    const waited_ms = Math.round(taken.waited_ms);
    const effect = { mode, from: before.follows, waited_ms };
    if (!taken.reached) {
      const evidence = [`${node} serves no slots after ${waited_ms} ms`];
      return { effect, proof: { proven: false, evidence } };
    }
    const { slots, configEpoch } = taken.value;
    const named = (await offered(context.capabilities, 'primaries').all?.()) ?? [];
    return {
      // `primaries` is who should take writes from here on, and `roles` is from before: after a takeover, a primary that
      // does not hear of it goes on as well.
      effect: {
        ...effect,
        promoted: node,
        primaries: [...named.filter((one) => one !== node && one !== before.follows), node],
        configEpoch,
      },
      proof: {
        proven: !before.servesSlots && configEpoch > before.configEpoch,
        evidence: [
          before.servesSlots
            ? `${node} was a primary before`
            : `${node} serves ${slots.length} slots, after ${waited_ms} ms`,
          `its config epoch was ${before.configEpoch} and is ${configEpoch}`,
        ],
      },
    };
  },
});
