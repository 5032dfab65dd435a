import type { NumberedBurst } from '../../harness/core/capabilities.js';
import { shareFault, shareSchema } from './share-fault.js';

/**
 * Datagrams that came otherwise than they were sent. They carry no checksum, or else the kernel
 * would discard them. Those that were struck in a header are lost: 42 of 1042 bytes are headers.
 */
function damaged({ arrived }: NumberedBurst): number {
  return arrived.filter((number) => number === null).length;
}

/** Nodes whose packets arrive with a bit turned over. Of a TCP connection the kernel discards them. */
export const corrupt = shareFault({
  name: 'corrupt',
  summary: 'turns over a bit in a share of what nodes send',
  provenBy: 'datagrams without a checksum to another node, read there',
  presets: [
    {
      name: 'corrupt-packets',
      summary: 'in a fifth of what one node, chosen at random, sends a bit is turned over',
      values: [{ target: 'any', percent: 20 }],
      mixes: ['mix', 'everything'],
    },
  ],
  schema: shareSchema,
  disturbance: ({ percent }) => ({ kind: 'corrupt', percent }),
  struck: damaged,
  unseen: 0.05,
  words: 'arrived damaged',
});
