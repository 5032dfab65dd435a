import { z } from 'zod';
import type { Overlap } from '../../harness/core/fault.js';
import { offered } from '../../harness/core/capability.js';
import { startMended } from '../data/start-mended.js';
import type { Note, OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { isOff, proveBack, proveOff } from './power-proof.js';

/** A node that is off takes all with it but the others' place in the group. */
export const POWER_OVERLAP: Overlap = {
  disturbs: ['node', 'links', 'reach', 'processes', 'clocks', 'data'],
  relies: ['node', 'reach', 'processes', 'data'],
  restartsNode: true,
};

/** Lets a node come back, and the store's processes on it start as they were configured last. */
export async function comeBack({ context, node }: OnNode<unknown>): Promise<Note> {
  await offered(context.capabilities, 'power').start(node);
  return startMended(context, node);
}

/**
 * Takes the power of whole nodes. Unlike a kill, nobody is told: no FIN or RST of a dying process
 * reaches a client or a peer, and what a process had written to its sockets just before is not
 * delivered any more. What it had written to files is kept, synced or not.
 */
export const outage = nodeFault({
  name: 'outage',
  summary: 'takes the power of whole nodes, and lets them come back',
  provenBy: 'the engine’s state of the node, and no answer; then an answer, and processes that run',
  presets: [
    {
      name: 'outage-primary',
      summary: 'the primary’s node loses its power, and comes back',
      values: [{ target: 'primary' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'outage-any',
      summary: 'one node, chosen at random, loses its power, and comes back',
      values: [{ target: 'any' }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['power', 'machine', 'processes'],
  harm: { takesAway: true, costs: 'memory' },
  overlap: POWER_OVERLAP,
  schema: z.strictObject({ target: z.string().default('primary') }),
  begin: ({ context, node }) => offered(context.capabilities, 'power').cut(node, 'kept'),
  bites: ({ context, node }) => proveOff(context, node),
  holds: isOff,
  end: comeBack,
  healed: ({ context, node }) => proveBack(context, node),
});
