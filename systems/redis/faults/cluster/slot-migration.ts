import { z } from 'zod';
import {
  counted,
  EnvironmentError,
  GROUP_OVERLAP,
  nodeEvent,
  offered,
  poll,
} from '../../../../harness/index.js';
import { SHARDING } from '../../capabilities.js';

const AGREE_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** Moves slots with their keys to another primary while clients go on, as a resharding does. It ends by itself. */
export const slotMigration = nodeEvent({
  name: 'slot-migration',
  summary: 'moves slots with their keys from one primary of the cluster to another, under load',
  provenBy: 'both primaries say that the other one serves the slots now',
  presets: [
    {
      name: 'slot-migration',
      summary: 'slots of a primary, chosen at random, move to another one, those with keys first',
      values: [{ target: 'primary' }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: [SHARDING.name, 'primaries'],
  on: 'data',
  overlap: GROUP_OVERLAP,
  schema: z.strictObject({
    target: z.string().default('primary'),
    to: z.string().optional(),
    slots: z.number().int().min(1).max(1000).default(32),
  }),
  async happen({ context, node, degree }) {
    const sharding = SHARDING.of(context.capabilities);
    const primaries = (await offered(context.capabilities, 'primaries').all?.()) ?? [];
    const others = [...primaries.slice(primaries.indexOf(node) + 1), ...primaries];
    const to = degree.to ?? others.find((one) => one !== node);
    if (to === undefined || to === node || !primaries.includes(to) || !primaries.includes(node)) {
      throw new EnvironmentError({
        code: 'E_FAULT_TARGET',
        expected: 'two primaries, one to move slots from and one to move them to',
        actual: `from ${node} to ${to ?? 'nobody'}; the primaries are ${primaries.join(', ') || 'none'}`,
        advice: 'name other nodes, or let the schedule await them as primaries before this fault',
      });
    }
    const { slots, keys } = await sharding.moveSlots(node, to, degree.slots);
    const bounds = { within_ms: AGREE_WITHIN_MS, every_ms: LOOK_EVERY_MS, signal: context.signal };
    const agreed = await poll(context.clock, bounds, async () => {
      const [giver, taker] = await Promise.all([sharding.view(node), sharding.view(to)]);
      const held = { giver: new Set(giver.slots), taker: new Set(taker.slots) };
      return slots.every((slot) => held.taker.has(slot) && !held.giver.has(slot)) ? true : null;
    });
    return {
      effect: { from: node, to, slots: slots.length, keys },
      proof: {
        proven: agreed.reached && slots.length > 0,
        evidence: [
          `${counted(slots.length, 'slot')} with ${counted(keys, 'key')} went from ${node} to ${to}`,
          agreed.reached ? 'both say so' : 'the two do not agree on that',
        ],
      },
    };
  },
});
