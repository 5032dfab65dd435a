import { z } from 'zod';
import type { Processes } from '../../harness/core/capabilities.js';
import type { Fault, Overlap } from '../../harness/core/fault.js';
import { poll } from '../../harness/core/poll.js';
import { offered } from '../capability.js';
import type { Finding, OnNode } from '../node-fault/kind.js';
import { nodeFault } from '../node-fault/node-fault.js';

/** Redis that is told to end waits up to 10 s for its replicas. */
const STATE_TIMEOUT_MS = 15_000;
const LOOK_EVERY_MS = 50;

/** One process by name; all of the store's on the node where none is named. */
type ProcessDegree = { readonly process?: string | undefined };

type State = Awaited<ReturnType<Processes['state']>>;

/** What is done to processes needs them running; to start one, files have to be written. */
export const PROCESS_OVERLAP: Overlap = {
  disturbs: ['processes'],
  relies: ['node', 'processes', 'data'],
};

/** A fault that puts processes into a state, and brings them back. */
export interface ProcessFaultKind {
  readonly name: string;
  readonly summary: string;
  readonly begin: (processes: Processes, node: string, process: string) => Promise<void>;
  readonly end: (processes: Processes, node: string, process: string) => Promise<void>;
  /** The state that proves the effect. */
  readonly during: State;
}

function namesOf(processes: Processes, node: string, name: string | undefined): readonly string[] {
  return processes.list(node).filter((process) => name === undefined || process === name);
}

function processesOn({ context, node, degree }: OnNode<ProcessDegree>) {
  const processes = offered(context.capabilities, 'processes');
  return { processes, names: namesOf(processes, node, degree.process) };
}

/** Waits, within a bound, until the kernel says the state of each process. */
async function look(on: OnNode<ProcessDegree>, state: State): Promise<Finding> {
  const { clock, signal } = on.context;
  const { processes, names } = processesOn(on);
  const bounds = { within_ms: STATE_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  const seen = await Promise.all(
    names.map(async (process) => {
      const last: { state: State | null } = { state: null };
      const polled = await poll(clock, bounds, async () => {
        last.state = await processes.state(on.node, process);
        return last.state === state ? true : null;
      });
      const words = `${process} on ${on.node} is ${last.state}`;
      return { reached: polled.reached, words: polled.reached ? words : `${words}, not ${state}` };
    }),
  );
  return {
    asExpected: seen.every(({ reached }) => reached),
    words: seen.map(({ words }) => words),
  };
}

/** A fault of one kind on processes: those of the store on a node, or one of them by name. */
export function processFault(kind: ProcessFaultKind): Fault {
  const onEach = async (
    on: OnNode<ProcessDegree>,
    act: (processes: Processes, process: string) => Promise<void>,
  ): Promise<void> => {
    const { processes, names } = processesOn(on);
    await Promise.all(names.map((process) => act(processes, process)));
  };
  return nodeFault<ProcessDegree>({
    name: kind.name,
    summary: kind.summary,
    provenBy: 'the state of each process, as the kernel says',
    needs: ['processes'],
    overlap: PROCESS_OVERLAP,
    schema: z.strictObject({
      target: z.string().default('primary'),
      process: z.string().optional(),
    }),
    applies: {
      to: (context, node, { process }) =>
        namesOf(offered(context.capabilities, 'processes'), node, process).length > 0,
      because: ({ process }) => `a process ${process ?? 'of the store'}`,
    },
    begin: (on) => onEach(on, (processes, process) => kind.begin(processes, on.node, process)),
    bites: (on) => look(on, kind.during),
    end: (on) =>
      onEach(on, async (processes, process) => {
        const state = await processes.state(on.node, process);
        if (state !== 'running') await kind.end(processes, on.node, process);
      }),
    healed: (on) => look(on, 'running'),
    recorded: (on) => [...processesOn(on).names],
  });
}
