import { z } from 'zod';
import type { NumberedBurst } from '../../harness/core/capabilities.js';
import { shareFault, shareSchema } from './share-fault.js';

/** Datagrams that came before one that was sent earlier. */
export function overtakers({ arrived }: NumberedBurst): number {
  let count = 0;
  let earliestAfter = Number.POSITIVE_INFINITY;
  for (const number of arrived.toReversed()) {
    if (number === null) continue;
    if (number > earliestAfter) count += 1;
    earliestAfter = Math.min(earliestAfter, number);
  }
  return count;
}

/**
 * Nodes whose packets overtake each other. Where all that were sent before are under way no longer
 * there is nobody to overtake, which a slow machine makes a few in a hundred.
 */
export const reorder = shareFault({
  name: 'reorder',
  summary: 'lets a share of what nodes send overtake the rest, which is late',
  provenBy: 'numbered datagrams to another node, in the order of their arrival',
  presets: [
    {
      name: 'reordered-packets',
      summary: 'a quarter of what one node, chosen at random, sends overtakes the rest',
      values: [{ target: 'any', percent: 25 }],
      mixes: ['mix', 'everything'],
    },
  ],
  schema: shareSchema.extend({
    // Of more than half nobody could say who overtakes whom.
    percent: z.number().min(2).max(50),
    delay_ms: z.number().min(10).max(1000).default(50),
  }),
  disturbance: ({ percent, delay_ms }) => ({ kind: 'reorder', percent, delay_ms }),
  struck: overtakers,
  unseen: 0.1,
  words: 'overtook others',
  lateBy_ms: ({ delay_ms }) => delay_ms,
});
