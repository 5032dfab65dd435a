import { z } from 'zod';
import type { Processes } from '../../harness/core/capabilities.js';
import type { Fault, Overlap } from '../../harness/core/fault.js';
import { offered } from '../../harness/core/capability.js';
import type { Preset } from '../../harness/core/preset.js';
import type { Harm } from './node-account.js';
import type { Finding, OnNode } from './node-fault/kind.js';
import { nodeFault } from './node-fault/node-fault.js';
import { awaitStates, type ProcessState } from './process-states.js';

/** One process by name; all of the store's on the node where none is named. */
type ProcessDegree = { readonly process?: string | undefined };

/** What is done to processes needs them running; to start one, files have to be written. */
export const PROCESS_OVERLAP: Overlap = {
  disturbs: ['processes'],
  relies: ['node', 'processes', 'data'],
  endsWithNode: true,
};

/** A fault that puts processes into a state, and brings them back. */
export interface ProcessFaultKind {
  readonly name: string;
  readonly summary: string;
  readonly begin: (processes: Processes, node: string, process: string) => Promise<void>;
  readonly end: (processes: Processes, node: string, process: string) => Promise<void>;
  /** What `--nemesis` may name of it. */
  readonly presets?: readonly Preset[];
  readonly harm?: Harm;
  /** The state that proves the effect. */
  readonly during: ProcessState;
  /** What another fault may make of it without an end to the effect. */
  readonly orElse?: ProcessState;
}

function namesOf(processes: Processes, node: string, name: string | undefined): readonly string[] {
  return processes.list(node).filter((process) => name === undefined || process === name);
}

function processesOn({ context, node, degree }: OnNode<ProcessDegree>) {
  const processes = offered(context.capabilities, 'processes');
  return { processes, names: namesOf(processes, node, degree.process) };
}

function look(on: OnNode<ProcessDegree>, state: ProcessState): Promise<Finding> {
  return awaitStates(on.context, on.node, processesOn(on).names, state);
}

/** The state of each process as it is now. */
async function lookNow(on: OnNode<ProcessDegree>, kind: ProcessFaultKind): Promise<Finding> {
  const { processes, names } = processesOn(on);
  const states = await Promise.all(
    names.map(async (name) => ({ name, state: await processes.state(on.node, name) })),
  );
  return {
    asExpected: states.every(({ state }) => state === kind.during || state === kind.orElse),
    words: states.map(({ name, state }) => `${name} on ${on.node} is ${state}`),
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
    presets: kind.presets ?? [],
    needs: ['processes'],
    overlap: PROCESS_OVERLAP,
    ...(kind.harm === undefined ? {} : { harm: kind.harm }),
    spares(on) {
      const { processes, names } = processesOn(on);
      return names.length > 0 && names.every((name) => processes.watchers?.includes(name) === true);
    },
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
    holds: (on) => lookNow(on, kind),
    held: (on) => lookNow(on, kind),
    end: (on) =>
      onEach(on, async (processes, process) => {
        const state = await processes.state(on.node, process);
        if (state !== 'running') await kind.end(processes, on.node, process);
      }),
    healed: (on) => look(on, 'running'),
    recorded: (on) => [...processesOn(on).names],
  });
}
