import type { Processes } from '../../harness/core/capabilities.js';
import type { FaultContext } from '../../harness/core/fault.js';
import { poll } from '../../harness/core/poll.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding } from './node-fault/kind.js';

/** Redis that is told to end waits up to 10 s for its replicas. */
export const STATE_TIMEOUT_MS = 15_000;
const LOOK_EVERY_MS = 50;

export type ProcessState = Awaited<ReturnType<Processes['state']>>;

/** Waits, within a bound, until the kernel says the state of each process of a node. */
export async function awaitStates(
  context: FaultContext,
  node: string,
  names: readonly string[],
  state: ProcessState,
): Promise<Finding> {
  const { clock, signal } = context;
  const processes = offered(context.capabilities, 'processes');
  const bounds = { within_ms: STATE_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  const seen = await Promise.all(
    names.map(async (process) => {
      const last: { state: ProcessState | null } = { state: null };
      const polled = await poll(clock, bounds, async () => {
        last.state = await processes.state(node, process);
        return last.state === state ? true : null;
      });
      const words = `${process} on ${node} is ${last.state}`;
      return { reached: polled.reached, words: polled.reached ? words : `${words}, not ${state}` };
    }),
  );
  return {
    asExpected: seen.every(({ reached }) => reached),
    words: seen.map(({ words }) => words),
  };
}

/** Starts those of the store's processes on a node that are gone; their names. */
export async function startGone(context: FaultContext, node: string): Promise<readonly string[]> {
  const processes = offered(context.capabilities, 'processes');
  const started = await Promise.all(
    processes.list(node).map(async (process) => {
      if ((await processes.state(node, process)) !== 'gone') return [];
      await processes.start(node, process);
      return [process];
    }),
  );
  return started.flat();
}

/** Waits until all of the store's processes on a node run. */
export function awaitRunning(context: FaultContext, node: string): Promise<Finding> {
  const names = offered(context.capabilities, 'processes').list(node);
  return awaitStates(context, node, names, 'running');
}
