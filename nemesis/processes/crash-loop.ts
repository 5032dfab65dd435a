import { z } from 'zod';
import { NS_PER_MS, sleep } from '../../harness/core/clock.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { counted } from '../../harness/core/words.js';
import { offered } from '../../harness/core/capability.js';
import { type HappensOn, nodeEvent } from '../frames/node-event.js';
import { PROCESS_OVERLAP } from '../frames/process-fault.js';
import { awaitStates, startGone } from '../frames/process-states.js';

type Degree = {
  readonly process?: string | undefined;
  readonly for_ms: number;
  readonly every_ms: number;
};

/** What became of one process: how often it was killed, and as how many it was seen. */
interface Crashes {
  readonly process: string;
  kills: number;
  readonly incarnations: Set<string>;
}

async function note(on: HappensOn<Degree>, crashes: Crashes): Promise<void> {
  const processes = offered(on.context.capabilities, 'processes');
  const incarnation = await processes.incarnation(on.node, crashes.process);
  if (incarnation !== null) crashes.incarnations.add(incarnation);
}

/** Kills a process that runs, and starts it when it is gone; whether it got so far. */
async function crash(on: HappensOn<Degree>, crashes: Crashes): Promise<boolean> {
  const { context, node } = on;
  const { process } = crashes;
  const processes = offered(context.capabilities, 'processes');
  if (!(await awaitStates(context, node, [process], 'running')).asExpected) return false;
  await note(on, crashes);
  await processes.signal(node, process, 'KILL');
  if (!(await awaitStates(context, node, [process], 'gone')).asExpected) return false;
  crashes.kills += 1;
  await processes.start(node, process);
  return true;
}

/** Kills a process again and again, until the time is over. */
async function loop(on: HappensOn<Degree>, crashes: Crashes): Promise<void> {
  const { context, degree } = on;
  const { clock, signal } = context;
  const end = clock.now() + degree.for_ms * NS_PER_MS;
  do {
    const next = clock.now() + degree.every_ms * NS_PER_MS;
    if (!(await crash(on, crashes))) return;
    await sleep(clock, Math.max(0, next - clock.now()) / NS_PER_MS, signal);
  } while (clock.now() < end);
}

async function happen(on: HappensOn<Degree>): Promise<FaultRecord> {
  const { context, node, degree } = on;
  const names = offered(context.capabilities, 'processes')
    .list(node)
    .filter((name) => degree.process === undefined || name === degree.process);
  const all = names.map((process): Crashes => ({ process, kills: 0, incarnations: new Set() }));
  try {
    await Promise.all(all.map((crashes) => loop(on, crashes)));
  } finally {
    await startGone(context, node);
  }
  const running = await awaitStates(context, node, names, 'running');
  await Promise.all(all.map((crashes) => note(on, crashes)));
  // The one that was there before, and one for each start.
  const proven = all.every(({ kills, incarnations }) => kills > 0 && incarnations.size > kills);
  return {
    effect: {
      ...degree,
      crashes: all.map(({ process, kills, incarnations }) => ({
        process,
        kills,
        incarnations: [...incarnations],
      })),
    },
    proof: {
      proven: proven && all.length > 0 && running.asExpected,
      evidence: [
        ...all.map(
          ({ process, kills, incarnations }) =>
            `${process} on ${node} was killed ${counted(kills, 'time')}, and seen as ${counted(incarnations.size, 'process', 'processes')}`,
        ),
        ...running.words,
      ],
    },
  };
}

/**
 * Kills processes and starts them again, over and over: a supervisor that restarts what cannot live.
 * It ends by itself, with everything running.
 */
export const crashLoop = nodeEvent<Degree>({
  name: 'crash-loop',
  summary: 'kills processes of the store (SIGKILL) and starts them again, over and over',
  provenBy: 'the starts of each process, told apart by the kernel: one more than kills',
  presets: [
    {
      name: 'crash-loop',
      summary: 'kill -9 of the primary’s processes, once a second for five seconds',
      values: [{ target: 'primary', for_ms: 5000, every_ms: 1000 }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['processes'],
  harm: { costs: 'memory' },
  overlap: PROCESS_OVERLAP,
  schema: z.strictObject({
    target: z.string().default('primary'),
    process: z.string().optional(),
    for_ms: z.number().int().min(1).max(600_000).default(5000),
    every_ms: z.number().int().min(1).max(60_000).default(1000),
  }),
  happen,
});
