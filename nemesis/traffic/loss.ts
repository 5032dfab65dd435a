import { z } from 'zod';
import { trafficFault } from './traffic-fault.js';

const PACKETS = 1000;
const SIZE_BYTES = 100;
/** A node that is whole may lose so many per cent to a full buffer. */
const HEALTHY_PERCENT = 0.5;

/** How far a share of so many random packets strays at most: four standard deviations. */
function tolerance(percent: number): number {
  const share = percent / 100;
  return Math.max(1, 400 * Math.sqrt((share * (1 - share)) / PACKETS));
}

/** Nodes that discard a share of the packets that reach them. */
export const loss = trafficFault({
  name: 'loss',
  summary: 'lets nodes discard a share of the packets that reach them',
  provenBy: 'a burst of packets from another node, counted where they arrive',
  degree: 'percent',
  degreeSchema: z.number().min(1).max(99),
  begin: (traffic, nodes, percent) => traffic.lose(nodes, percent),
  async measure(traffic, node, peer, asked, healed) {
    const { sent, arrived } = await traffic.burst(peer, node, PACKETS, SIZE_BYTES);
    const lost = 100 * (1 - arrived / sent);
    return {
      asExpected: healed
        ? lost <= HEALTHY_PERCENT
        : Math.abs(lost - asked) <= tolerance(asked) && lost > HEALTHY_PERCENT,
      words: `${node} lost ${lost.toFixed(1)} % of ${sent} packets from ${peer}`,
    };
  },
});
