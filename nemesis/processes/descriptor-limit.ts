import { z } from 'zod';
import { offered } from '../../harness/core/capability.js';
import type { Finding, OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';

/** How long a new connection is tried that nobody serves. */
const SILENCE_MS = 1000;
const ANSWER_MS = 5000;

type Degree = { readonly limit: number };

/** What the kernel says of each process. */
async function limitsOn({ context, node }: OnNode<Degree>) {
  const limits = offered(context.capabilities, 'descriptors');
  return Promise.all(
    offered(context.capabilities, 'processes')
      .list(node)
      .map(async (process) => {
        const { open, limit } = await limits.descriptors(node, process);
        const words = `${process} on ${node} has ${open} descriptors open and may have ${limit}`;
        return { process, limit, words };
      }),
  );
}

/** What the kernel and a new connection say. */
async function look(on: OnNode<Degree>, timeout_ms: number) {
  const { context, node } = on;
  const found = await limitsOn(on);
  const served = await offered(context.capabilities, 'serving').serves(node, timeout_ms);
  const connection = served ? 'was served' : `was not served within ${timeout_ms} ms`;
  return {
    found,
    served,
    words: [...found.map(({ words }) => words), `a new connection to ${node} ${connection}`],
  };
}

async function bites(on: OnNode<Degree>): Promise<Finding> {
  const { found, served, words } = await look(on, SILENCE_MS);
  const limited = found.every(({ limit }) => limit === on.degree.limit);
  return { asExpected: limited && !served, words };
}

async function holds(on: OnNode<Degree>): Promise<Finding> {
  const found = await limitsOn(on);
  return {
    asExpected: found.every(({ limit }) => limit === on.degree.limit),
    words: found.map(({ words }) => words),
  };
}

async function healed(on: OnNode<Degree>): Promise<Finding> {
  const { found, served, words } = await look(on, ANSWER_MS);
  const free = found.every(({ process, limit }) => limit === on.before[process]);
  return { asExpected: free && served, words };
}

/**
 * Lets the store's processes open no more files and connections, as when a limit was set too low or
 * descriptors leaked: what is open stays, what is new is refused. The limit is that of the running
 * process; one that is started meanwhile has its own again. Redis 7.0.15 tries to accept without a
 * pause then, and writes a line to its log each time.
 */
export const descriptorLimit = nodeFault<Degree>({
  name: 'descriptor-limit',
  summary: 'lets the processes of the store open no more files and connections',
  provenBy:
    'the limit of each process, as the kernel says, and a new connection that is not served',
  presets: [
    {
      name: 'descriptor-limit',
      summary: 'the primary’s processes can open no more files and connections',
      values: [{ target: 'primary' }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['processes', 'descriptors', 'serving'],
  overlap: { disturbs: ['reach'], relies: ['node', 'reach', 'processes'], wants: ['members'] },
  on: 'data',
  schema: z.strictObject({
    target: z.string().default('primary'),
    // With none at all a process could not even wait for what it has (poll(2), EINVAL).
    limit: z.number().int().min(1).max(1_000_000).default(1),
  }),
  async remember({ capabilities }, node) {
    const descriptors = offered(capabilities, 'descriptors');
    const limits = offered(capabilities, 'processes')
      .list(node)
      .map(async (process): Promise<[string, number]> => [
        process,
        (await descriptors.descriptors(node, process)).limit,
      ]);
    return Object.fromEntries(await Promise.all(limits));
  },
  async begin({ context, node, degree }) {
    const limits = offered(context.capabilities, 'descriptors');
    const names = offered(context.capabilities, 'processes').list(node);
    await Promise.all(names.map((name) => limits.limitDescriptors(node, name, degree.limit)));
  },
  bites,
  holds,
  async end({ context, node, before }) {
    const limits = offered(context.capabilities, 'descriptors');
    await Promise.all(
      Object.entries(before).map(([name, limit]) =>
        limits.limitDescriptors(node, name, Number(limit)),
      ),
    );
  },
  healed,
});
