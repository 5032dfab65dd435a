import { z } from 'zod';
import { trafficFault } from './traffic-fault.js';

const SIZE_BYTES = 1400;
const LEAST_PACKETS = 30;
const BYTES_PER_KBIT = 125;
/** A burst of one second at the asked rate may be so much faster: the bucket is full at first. */
const FASTEST = 1.3;

/** Nodes that send no faster than a rate. */
export const slow = trafficFault({
  name: 'slow',
  summary: 'lets nodes send no faster than a rate',
  provenBy: 'the time that a burst of packets takes to leave the node',
  degree: 'rate_kbit',
  degreeSchema: z.number().int().min(64).max(50_000),
  begin: (traffic, nodes, rate_kbit) => traffic.slow(nodes, rate_kbit),
  async measure(traffic, node, peer, asked, healed) {
    const packets = Math.max(LEAST_PACKETS, Math.ceil((asked * BYTES_PER_KBIT) / SIZE_BYTES));
    const { sent, arrived, elapsed_ms } = await traffic.burst(node, peer, packets, SIZE_BYTES);
    const rate_kbit = (sent * SIZE_BYTES * 8) / Math.max(elapsed_ms, 0.001);
    const limited = rate_kbit <= asked * FASTEST;
    return {
      asExpected: healed ? !limited : limited && arrived > 0,
      words: `${node} sent ${Math.round(rate_kbit)} kbit/s to ${peer}, where ${arrived} of ${sent} packets arrived`,
    };
  },
});
