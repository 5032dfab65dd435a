import { z } from 'zod';
import { offered } from '../../harness/core/capability.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { STATE_TIMEOUT_MS } from '../frames/process-states.js';
import { comeBack, POWER_OVERLAP } from './outage.js';
import { isOff, proveBack, proveOff } from './power-proof.js';

/** Turns whole nodes off in good order, as for maintenance: the store may say farewell. */
export const shutdown = nodeFault({
  name: 'shutdown',
  summary: 'turns whole nodes off in good order (SIGTERM first), and lets them come back',
  provenBy: 'the engine’s state of the node, and no answer; then an answer, and processes that run',
  presets: [
    {
      name: 'shutdown-any',
      summary: 'one node, chosen at random, is shut down in good order, and comes back',
      values: [{ target: 'any' }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['power', 'machine', 'processes'],
  harm: { takesAway: true, costs: 'memory' },
  overlap: POWER_OVERLAP,
  schema: z.strictObject({ target: z.string().default('any') }),
  async begin({ context, node }) {
    const ended = await offered(context.capabilities, 'power').shutDown(node, STATE_TIMEOUT_MS);
    const words = ended
      ? `the processes on ${node} ended when they were told to`
      : `some processes on ${node} had not ended ${STATE_TIMEOUT_MS} ms after they were told to`;
    return { words: [words] };
  },
  bites: ({ context, node }) => proveOff(context, node),
  holds: isOff,
  end: comeBack,
  healed: ({ context, node }) => proveBack(context, node),
});
