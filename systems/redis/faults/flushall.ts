import { z } from 'zod';
import { ADMINISTRATION_OVERLAP, counted, nodeEvent } from '../../../harness/index.js';
import { ADMINISTRATION } from '../capabilities.js';

/** Deletes all data, as an administrator does who takes one window for another. */
export const flushall = nodeEvent({
  name: 'flushall',
  summary: 'deletes all data of the store by mistake; acknowledged writes are lost by right',
  provenBy: 'the number of keys before and after, counted in the same transaction',
  presets: [
    {
      name: 'flushall',
      summary: 'FLUSHALL on the primary by mistake: what was acknowledged is lost',
      values: [{ target: 'primary' }],
    },
  ],
  needs: [ADMINISTRATION.name],
  on: 'data',
  harm: { costs: 'data' },
  overlap: ADMINISTRATION_OVERLAP,
  schema: z.strictObject({ target: z.string().default('primary') }),
  async happen({ context, node }) {
    const { before, after } = await ADMINISTRATION.of(context.capabilities).flush(node);
    return {
      effect: { before, after },
      proof: {
        proven: before > 0 && after === 0,
        evidence: [`${node} held ${counted(before, 'key')} before, ${after} after`],
      },
    };
  },
});
