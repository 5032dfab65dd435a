import { z } from 'zod';
import { counted } from '../../harness/core/words.js';
import { offered } from '../capability.js';
import { nodeEvent } from '../node-event/node-event.js';
import { ADMINISTRATION_OVERLAP } from './overlap.js';

/** Deletes all data, as an administrator does who takes one window for another. */
export const flushall = nodeEvent({
  name: 'flushall',
  summary: 'deletes all data of the store by mistake; acknowledged writes are lost by right',
  provenBy: 'the number of keys before and after, counted in the same transaction',
  needs: ['administration'],
  on: 'data',
  overlap: ADMINISTRATION_OVERLAP,
  schema: z.strictObject({ target: z.string().default('primary') }),
  async happen({ context, node }) {
    const { before, after } = await offered(context.capabilities, 'administration').flush(node);
    return {
      effect: { before, after },
      proof: {
        proven: before > 0 && after === 0,
        evidence: [`${node} held ${counted(before, 'key')} before, ${after} after`],
      },
    };
  },
});
