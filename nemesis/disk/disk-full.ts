import { z } from 'zod';
import { offered } from '../../harness/core/capability.js';
import { startMended } from '../data/start-mended.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { proveRefused, proveWritable } from './disk-proof.js';

/** Fills the disks of nodes, so that no write that needs space succeeds (ENOSPC). */
export const diskFull = nodeFault({
  name: 'disk-full',
  summary: 'fills the disks of nodes until nothing can be written, and frees them',
  provenBy: 'a write in the node that ends with ENOSPC; after the end, one that is synced',
  presets: [
    {
      name: 'disk-full',
      summary: 'the primary’s disk is full',
      values: [{ target: 'primary' }],
      stopsWrites: true,
      mixes: ['disk-mix', 'everything'],
    },
  ],
  needs: ['disks', 'processes'],
  kernel: ['loop'],
  overlap: { disturbs: ['data', 'processes'], relies: ['node', 'processes', 'data'] },
  schema: z.strictObject({ target: z.string().default('primary') }),
  begin: ({ context, node }) => offered(context.capabilities, 'disks').fill(node),
  bites: (on) => proveRefused(on, 'ENOSPC'),
  async end({ context, node }) {
    await offered(context.capabilities, 'disks').free(node);
    return startMended(context, node);
  },
  healed: proveWritable,
});
