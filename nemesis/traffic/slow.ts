import { z } from 'zod';
import { offered } from '../../harness/core/capability.js';
import type { OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { NEEDS_PEER, TRAFFIC_OVERLAP, trafficOf } from './peer.js';
import { rulesHold, shape } from './shaping.js';

const SIZE_BYTES = 1400;
const LEAST_PACKETS = 30;
const BYTES_PER_KBIT = 125;
/** A burst of one second at the asked rate may be so much faster: the bucket is full at first. */
const FASTEST = 1.3;

type Degree = { readonly rate_kbit: number };

/** How fast a burst of about one second at the asked rate leaves a node. */
async function measure(on: OnNode<Degree>) {
  const { traffic, peer } = trafficOf(on);
  const { rate_kbit: asked } = on.degree;
  const packets = Math.max(LEAST_PACKETS, Math.ceil((asked * BYTES_PER_KBIT) / SIZE_BYTES));
  const { sent, arrived, elapsed_ms } = await traffic.burst(on.node, peer, packets, SIZE_BYTES);
  const rate_kbit = (sent * SIZE_BYTES * 8) / Math.max(elapsed_ms, 0.001);
  const words = `${on.node} sent ${Math.round(rate_kbit)} kbit/s to ${peer}, where ${arrived} of ${sent} packets arrived`;
  return { limited: rate_kbit <= asked * FASTEST, arrived, words: [words] };
}

/** Nodes that send no faster than a rate. */
export const slow = nodeFault<Degree>({
  name: 'slow',
  summary: 'lets nodes send no faster than a rate',
  provenBy: 'the time that a burst of packets takes to leave the node',
  presets: [
    {
      name: 'slow-links',
      summary: 'one node, chosen at random, sends no faster than 512 kbit/s',
      values: [{ target: 'any', rate_kbit: 512 }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['traffic'],
  kernel: ['tbf'],
  overlap: TRAFFIC_OVERLAP,
  leastNodes: NEEDS_PEER,
  schema: z.strictObject({
    target: z.string().default('any'),
    rate_kbit: z.number().int().min(64).max(50_000),
  }),
  begin: (on) => shape(on, (traffic) => traffic.slow([on.node], on.degree.rate_kbit)),
  holds: rulesHold,
  // A burst fills the slow link for up to 5 s, in which the store sends nothing.
  held: rulesHold,
  end: ({ context, node }) => offered(context.capabilities, 'traffic').restore([node]),
  async bites(on) {
    const { limited, arrived, words } = await measure(on);
    return { asExpected: limited && arrived > 0, words };
  },
  async healed(on) {
    const { limited, words } = await measure(on);
    return { asExpected: !limited, words };
  },
});
