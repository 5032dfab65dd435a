import { z } from 'zod';
import { messageOf } from '../../harness/core/errors.js';
import { poll } from '../../harness/core/poll.js';
import { offered } from '../../harness/core/capability.js';
import { startMended } from '../data/start-mended.js';
import type { Note, OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { awaitStates } from '../frames/process-states.js';
import { proveRefused, proveWritable } from './disk-proof.js';

/** A filesystem may be in use for a moment after its last process has ended. */
const REPAIRED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 200;

/** Ends what of the store runs on a node, which cannot be told to sync anything any more. */
async function killAll({ context, node }: OnNode<unknown>): Promise<void> {
  const processes = offered(context.capabilities, 'processes');
  const names = processes.list(node);
  await Promise.all(
    names.map(async (name) => {
      if ((await processes.state(node, name)) === 'gone') return;
      await processes.signal(node, name, 'KILL');
    }),
  );
  await awaitStates(context, node, names, 'gone');
}

/** As an administrator does: stops the store, repairs the filesystem, and starts the store. */
async function repair(on: OnNode<unknown>): Promise<Note> {
  const { context, node } = on;
  const disks = offered(context.capabilities, 'disks');
  if ((await disks.write(node, 1)).error === null) return startMended(context, node);
  await killAll(on);
  const last = { reason: '' };
  const bounds = { within_ms: REPAIRED_WITHIN_MS, every_ms: LOOK_EVERY_MS };
  // No signal: what was broken is repaired after an interruption too.
  const repaired = await poll(context.clock, bounds, async () => {
    try {
      return await disks.repair(node);
    } catch (thrown) {
      last.reason = messageOf(thrown);
      return null;
    }
  });
  if (!repaired.reached) return { words: [`${node} could not be repaired: ${last.reason}`] };
  const { words, measured } = await startMended(context, node);
  // The last line counts files and blocks, after the name of the image.
  const counted = /: ([^:]*)$/.exec(repaired.value.trim())?.[1] ?? '';
  return { words, measured: { ...measured, fsck: counted } };
}

/**
 * Lets the filesystems of nodes meet an error, upon which the kernel lets nobody write any more
 * (ext4, errors=remount-ro). What was not synced by then is lost.
 */
export const diskReadOnly = nodeFault({
  name: 'disk-read-only',
  summary: 'lets the filesystems of nodes become read-only after an error, and repairs them',
  provenBy: 'a write in the node that ends with EROFS; after the end, one that is synced',
  presets: [
    {
      name: 'disk-read-only',
      summary:
        'the primary’s filesystem meets an error, and becomes read-only until it is repaired',
      values: [{ target: 'primary' }],
      stopsWrites: true,
      mixes: ['disk-mix', 'everything'],
    },
  ],
  needs: ['disks', 'processes'],
  kernel: ['loop', 'ext4-error'],
  harm: { costs: 'memory' },
  overlap: { disturbs: ['data', 'processes'], relies: ['node', 'processes', 'data'] },
  schema: z.strictObject({ target: z.string().default('primary') }),
  begin: ({ context, node }) => offered(context.capabilities, 'disks').breakDown(node),
  bites: (on) => proveRefused(on, 'EROFS'),
  end: repair,
  healed: proveWritable,
});
