import { z } from 'zod';
import type { JsonObject } from '../../harness/core/json.js';
import type { Finding, OnNode } from '../frames/node-fault/kind.js';
import { offered } from '../../harness/core/capability.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { comeBack, POWER_OVERLAP } from './outage.js';
import { isOff, proveBack, proveOff } from './power-proof.js';

/** What was written just before the power went. */
function markOf(before: JsonObject): string {
  const { mark } = before;
  return typeof mark === 'string' ? mark : '';
}

async function begin({ context, node, before }: OnNode<unknown>): Promise<void> {
  const power = offered(context.capabilities, 'power');
  const disks = offered(context.capabilities, 'disks');
  // One that is off already has nothing more to lose.
  if (!(await power.on(node))) return;
  const mark = markOf(before);
  await disks.mark(node, mark, true);
  await disks.mark(node, mark, false);
  await power.cut(node, 'lost');
}

async function healed({ context, node, before }: OnNode<unknown>): Promise<Finding> {
  const disks = offered(context.capabilities, 'disks');
  const back = await proveBack(context, node);
  if (!back.asExpected) return back;
  const mark = markOf(before);
  const kept = await disks.marked(node, mark, true);
  const lost = !(await disks.marked(node, mark, false));
  const is = (there: boolean): string => (there ? 'is there' : 'is gone');
  return {
    asExpected: kept && lost,
    words: [
      ...back.words,
      `what was synced on ${node} just before ${is(kept)}`,
      `what was not synced on ${node} ${is(!lost)}`,
    ],
  };
}

/**
 * Takes the power of whole nodes, and with it all that had not got to their disks: an `outage` that
 * keeps what was synced and nothing else.
 */
export const powerLoss = nodeFault({
  name: 'power-loss',
  summary: 'takes the power of whole nodes, with all that was not synced to their disks',
  provenBy: 'as outage; then what was synced just before is there, and what was not is gone',
  presets: [
    {
      name: 'power-loss-primary',
      summary: 'the primary’s node loses its power, with all that was not synced to its disk',
      values: [{ target: 'primary' }],
      mixes: ['disk-mix', 'everything'],
    },
    {
      name: 'power-loss-any',
      summary:
        'one node, chosen at random, loses its power, with all that was not synced to its disk',
      values: [{ target: 'any' }],
      mixes: ['disk-mix', 'everything'],
    },
  ],
  needs: ['power', 'machine', 'processes', 'disks'],
  kernel: ['loop', 'ext4-shutdown'],
  harm: { takesAway: true, costs: 'memory' },
  overlap: POWER_OVERLAP,
  schema: z.strictObject({ target: z.string().default('primary') }),
  remember: ({ clock }) => Promise.resolve({ mark: String(clock.now()) }),
  begin,
  bites: ({ context, node }) => proveOff(context, node),
  holds: isOff,
  end: comeBack,
  healed,
});
