import type { DataFiles, Loaded } from '../../harness/core/storage.js';
import { NS_PER_MS } from '../../harness/core/clock.js';
import type { FaultContext } from '../../harness/core/fault.js';
import type { JsonObject } from '../../harness/core/json.js';
import { poll } from '../../harness/core/poll.js';
import type { Note } from '../frames/node-fault/kind.js';
import { startGone } from '../frames/process-states.js';

const LOADED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;
/** A process that is gone for so long after its start has ended, and is not just about to come. */
const ENDED_AFTER_MS = 1000;

/** Waits, within a bound, until a process that was started has loaded its files, or has ended. */
async function untilLoaded(
  { clock, signal }: FaultContext,
  files: DataFiles,
  node: string,
): Promise<Loaded> {
  const bounds = { within_ms: LOADED_WITHIN_MS, every_ms: LOOK_EVERY_MS, signal };
  let gone_ns: number | null = null;
  const loaded = await poll(clock, bounds, async () => {
    const seen = await files.loaded(node);
    if (seen.state !== 'refused') gone_ns = null;
    else gone_ns ??= clock.now();
    if (seen.state === 'loading') return null;
    if (gone_ns !== null && clock.now() - gone_ns < ENDED_AFTER_MS * NS_PER_MS) return null;
    return seen;
  });
  return loaded.reached ? loaded.value : { state: 'loading' };
}

/**
 * Starts those of the store's processes on a node that are gone. Where one refuses the files that it
 * finds, does what an administrator does: repairs them; or puts them away, so that it starts empty.
 */
export async function startMended(context: FaultContext, node: string): Promise<Note> {
  const started = await startGone(context, node);
  const words: string[] = [];
  const files = context.capabilities.dataFiles;
  const refusals: JsonObject[] = [];
  const keeper = files?.process(node) ?? null;
  if (files !== undefined && keeper !== null && started.includes(keeper)) {
    const remedies = [() => files.repair(node), () => files.discard(node)];
    for (const remedy of remedies) {
      const loaded = await untilLoaded(context, files, node);
      if (loaded.state !== 'refused') break;
      const done = await remedy();
      refusals.push({ reason: loaded.reason, remedy: done });
      words.push(`${keeper} on ${node} refused its files: ${loaded.reason}`);
      if (done === null) continue;
      words.push(done);
      await startGone(context, node);
    }
  }
  return { words, measured: { started, ...(refusals.length === 0 ? {} : { refusals }) } };
}
