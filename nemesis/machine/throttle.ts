import { z } from 'zod';
import type { CpuBurn } from '../../harness/core/machine.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding, OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';

/** Ten periods of the kernel's scheduler. */
const BURN_MS = 1000;
/** What a program may get beyond its share: the scheduler deals in slices. */
const MOST = 1.1;
const SLICES_MS = 30;

type Degree = { readonly percent: number };

/** The quota, read back: more work would take from the store what the quota leaves it. */
async function holds({ context, node, degree }: OnNode<Degree>): Promise<Finding> {
  const limit = await offered(context.capabilities, 'machine').cpuLimit(node);
  return { asExpected: isNear(limit, degree.percent), words: [limitInWords(node, limit)] };
}

/** Gives nodes less processor time: a neighbour that takes it, or a machine that is too small. */
export const throttle = nodeFault<Degree>({
  name: 'throttle',
  summary: 'gives nodes no more than a share of one processor',
  provenBy: 'the quota, read back in the node, and a burst of work that is held to it',
  presets: [
    {
      name: 'cpu-throttle',
      summary: 'one node, chosen at random, gets a tenth of a processor',
      values: [{ target: 'any', percent: 10 }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['machine'],
  overlap: { disturbs: [], relies: ['node'] },
  schema: z.strictObject({
    target: z.string().default('any'),
    percent: z.number().min(5).max(80),
  }),
  begin: ({ context, node, degree }) =>
    offered(context.capabilities, 'machine').limitCpu(node, degree.percent),
  end: ({ context, node }) => offered(context.capabilities, 'machine').limitCpu(node, null),
  async bites({ context, node, degree: { percent } }) {
    const machine = offered(context.capabilities, 'machine');
    const limit = await machine.cpuLimit(node);
    const burn = await machine.burn(node, BURN_MS);
    const most_ms = (burn.elapsed_ms * percent * MOST) / 100 + SLICES_MS;
    const held = burn.used_ms <= most_ms && burn.throttled_periods > 0;
    return { asExpected: isNear(limit, percent) && held, words: [inWords(node, limit, burn)] };
  },
  holds,
  held: holds,
  async healed({ context, node }) {
    const machine = offered(context.capabilities, 'machine');
    const limit = await machine.cpuLimit(node);
    const burn = await machine.burn(node, BURN_MS);
    // How much it got is the host's load too; that it was never throttled is not.
    const free = limit === null && burn.throttled_periods === 0;
    return { asExpected: free, words: [inWords(node, limit, burn)] };
  },
});

function isNear(limit: number | null, percent: number): boolean {
  return limit !== null && Math.abs(limit - percent) < 0.1;
}

function limitInWords(node: string, limit: number | null): string {
  return `${node} ${limit === null ? 'has no limit' : `may use ${limit} % of a processor`}`;
}

function inWords(node: string, limit: number | null, burn: CpuBurn): string {
  const { elapsed_ms, used_ms, throttled_periods } = burn;
  const used = `${Math.round(used_ms)} of ${Math.round(elapsed_ms)} ms`;
  return `${limitInWords(node, limit)}; work got ${used}, throttled in ${throttled_periods} periods`;
}
