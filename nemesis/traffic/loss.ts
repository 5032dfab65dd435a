import { z } from 'zod';
import { offered } from '../../harness/core/capability.js';
import type { OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { NEEDS_PEER, TRAFFIC_OVERLAP, trafficOf } from './peer.js';
import { rulesHold, shape } from './shaping.js';
import { tolerance } from './tolerance.js';

const PACKETS = 1000;
const SIZE_BYTES = 100;
/** A node that is whole may lose so many per cent to a full buffer. */
const HEALTHY_PERCENT = 0.5;

type Degree = { readonly percent: number };

/** The share of a burst that did not arrive, in per cent. */
async function measure(on: OnNode<unknown>) {
  const { traffic, peer } = trafficOf(on);
  const { sent, arrived } = await traffic.burst(peer, on.node, PACKETS, SIZE_BYTES);
  const lost = 100 * (1 - arrived / sent);
  return { lost, words: [`${on.node} lost ${lost.toFixed(1)} % of ${sent} packets from ${peer}`] };
}

/** Nodes that discard a share of the packets that reach them. */
export const loss = nodeFault<Degree>({
  name: 'loss',
  summary: 'lets nodes discard a share of the packets that reach them',
  provenBy: 'a burst of packets from another node, counted where they arrive',
  presets: [
    {
      name: 'packet-loss',
      summary: 'a fifth of the packets to one node, chosen at random, are lost',
      values: [{ target: 'any', percent: 20 }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['traffic'],
  kernel: ['statistic'],
  overlap: TRAFFIC_OVERLAP,
  leastNodes: NEEDS_PEER,
  schema: z.strictObject({
    target: z.string().default('any'),
    // Of a thousand packets, one in a hundred could as well be next to none by chance.
    percent: z.number().min(2).max(99),
  }),
  begin: (on) => shape(on, (traffic) => traffic.lose([on.node], on.degree.percent)),
  holds: rulesHold,
  end: ({ context, node }) => offered(context.capabilities, 'traffic').restore([node]),
  async bites(on) {
    const { percent } = on.degree;
    const { lost, words } = await measure(on);
    const near = Math.abs(lost - percent) <= tolerance(percent, PACKETS);
    return { asExpected: near && lost > HEALTHY_PERCENT, words };
  },
  async healed(on) {
    const { lost, words } = await measure(on);
    return { asExpected: lost <= HEALTHY_PERCENT, words };
  },
});
