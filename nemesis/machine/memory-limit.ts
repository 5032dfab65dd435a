import { z } from 'zod';
import { offered } from '../../harness/core/capability.js';
import { startMended } from '../data/start-mended.js';
import type { Finding, Note, OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { awaitRunning } from '../frames/process-states.js';

const MIB = 2 ** 20;
/** Starting a command in a node takes some 20 MiB by itself, and the store has to live, too. */
const LEAST_MIB = 48;

type Degree = { readonly mib: number };

function limitInWords(node: string, limit: number | null): string {
  return limit === null
    ? `${node} has no limit of memory`
    : `${node} may use ${limit / MIB} MiB of memory`;
}

/** The limit, read back: a program that takes more would bring the kernel to kill again. */
async function holds({ context, node, degree }: OnNode<Degree>): Promise<Finding> {
  const limit = await offered(context.capabilities, 'machine').memoryLimit(node);
  return { asExpected: limit === degree.mib * MIB, words: [limitInWords(node, limit)] };
}

/** Takes twice the limit on a node, and looks what came of it. */
async function look({ context, node, degree }: OnNode<Degree>) {
  const machine = offered(context.capabilities, 'machine');
  const limit = await machine.memoryLimit(node);
  const wanted = 2 * degree.mib * MIB;
  const granted = await machine.allocate(node, wanted);
  const outcome = granted ? 'got them' : 'was killed';
  const words = `${limitInWords(node, limit)}; a program that wanted ${wanted / MIB} MiB ${outcome}`;
  return { limit, granted, words: [words] };
}

async function bites(on: OnNode<Degree>): Promise<Finding> {
  const { limit, granted, words } = await look(on);
  return { asExpected: limit === on.degree.mib * MIB && !granted, words };
}

async function healed(on: OnNode<Degree>): Promise<Finding> {
  const { limit, granted, words } = await look(on);
  const running = await awaitRunning(on.context, on.node);
  return running.asExpected
    ? { asExpected: limit === null && granted, words }
    : { asExpected: false, words: [...words, ...running.words] };
}

/** Lifts the limit, and starts what the kernel had killed of the store meanwhile. */
async function end({ context, node, before }: OnNode<Degree>): Promise<Note> {
  const machine = offered(context.capabilities, 'machine');
  await machine.limitMemory(node, null);
  const kills = (await machine.outOfMemoryKills(node)) - Number(before['kills']);
  const { words, measured } = await startMended(context, node);
  return { words, measured: { outOfMemoryKills: kills, ...measured } };
}

/** Gives nodes less memory than they may want: the kernel kills whoever takes more. */
export const memoryLimit = nodeFault<Degree>({
  name: 'memory-limit',
  summary: 'gives nodes no more than so much memory; the kernel kills whoever takes more',
  provenBy: 'the limit, read back in the node, and a program that is killed when it takes more',
  presets: [
    {
      name: 'memory-limit',
      summary: 'one node, chosen at random, gets no more than 64 MiB of memory',
      values: [{ target: 'any', mib: 64 }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['machine', 'processes'],
  harm: { costs: 'memory' },
  overlap: { disturbs: ['processes'], relies: ['node', 'processes', 'data'] },
  schema: z.strictObject({
    target: z.string().default('any'),
    mib: z.number().int().min(LEAST_MIB).max(16_384).default(64),
  }),
  remember: async ({ capabilities }, node) => ({
    kills: await offered(capabilities, 'machine').outOfMemoryKills(node),
  }),
  begin: ({ context, node, degree }) =>
    offered(context.capabilities, 'machine').limitMemory(node, degree.mib * MIB),
  bites,
  holds,
  held: holds,
  end,
  healed,
});
