import type { SyncedWrites } from '../../harness/core/storage.js';
import { poll } from '../../harness/core/poll.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding, OnNode } from '../frames/node-fault/kind.js';
import { awaitRunning } from '../frames/process-states.js';

/** Within this time a disk that is healed must take a write. */
const WRITABLE_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 200;

export function writeInWords(node: string, { error }: SyncedWrites): string {
  return error === null
    ? `a write on ${node} was done and synced`
    : `a write on ${node} ended with ${error}`;
}

/** Whether a write on a node ends with an error. */
export async function proveRefused(
  { context, node }: OnNode<unknown>,
  error: string,
): Promise<Finding> {
  const write = await offered(context.capabilities, 'disks').write(node, 1);
  return { asExpected: write.error === error, words: [writeInWords(node, write)] };
}

/** Waits, within a bound, until a write on a node is done and synced, and its processes run. */
export async function proveWritable({ context, node }: OnNode<unknown>): Promise<Finding> {
  const { clock, signal, capabilities } = context;
  const last = { words: '' };
  const bounds = { within_ms: WRITABLE_WITHIN_MS, every_ms: LOOK_EVERY_MS, signal };
  const { reached } = await poll(clock, bounds, async () => {
    const write = await offered(capabilities, 'disks').write(node, 1);
    last.words = writeInWords(node, write);
    return write.error === null ? true : null;
  });
  if (!reached) return { asExpected: false, words: [last.words] };
  const running = await awaitRunning(context, node);
  return { asExpected: running.asExpected, words: [last.words, ...running.words] };
}
