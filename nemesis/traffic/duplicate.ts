import type { NumberedBurst } from '../../harness/core/capabilities.js';
import { shareFault, shareSchema } from './share-fault.js';

/** Datagrams that came although they had come before. */
function again({ arrived }: NumberedBurst): number {
  const numbers = arrived.filter((number) => number !== null);
  return numbers.length - new Set(numbers).size;
}

/** Nodes whose packets arrive twice. */
export const duplicate = shareFault({
  name: 'duplicate',
  summary: 'lets a share of what nodes send arrive twice',
  provenBy: 'numbered datagrams to another node, counted there',
  presets: [
    {
      name: 'duplicate-packets',
      summary: 'a fifth of what one node, chosen at random, sends arrives twice',
      values: [{ target: 'any', percent: 20 }],
      mixes: ['mix', 'everything'],
    },
  ],
  schema: shareSchema,
  disturbance: ({ percent }) => ({ kind: 'duplicate', percent }),
  struck: again,
  words: 'arrived again',
});
