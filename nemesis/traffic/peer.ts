import type { Traffic } from '../../harness/core/capabilities.js';
import type { Overlap } from '../../harness/core/fault.js';
import { offered } from '../../harness/core/capability.js';
import type { OnNode } from '../frames/node-fault/kind.js';

/** All that shape traffic are healed together, and each would be measured in the other's effect. */
export const TRAFFIC_OVERLAP: Overlap = {
  disturbs: ['links', 'reach'],
  relies: ['node', 'links'],
  ofGroup: true,
};

/** Why one node alone cannot be shown to have worse links. */
export const NEEDS_PEER = { count: 2, because: 'its proof needs a peer' } as const;

/** The network of a node, and another to measure it with: one without the fault, if there is. */
export function trafficOf({ context, node, under }: OnNode<unknown>): {
  readonly traffic: Traffic;
  readonly peer: string;
} {
  const others = context.nodes.filter((one) => one !== node);
  const peer = others.find((one) => !under.has(one)) ?? others[0] ?? node;
  return { traffic: offered(context.capabilities, 'traffic'), peer };
}
