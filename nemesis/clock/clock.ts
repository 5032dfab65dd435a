import { z } from 'zod';
import type { Clocks, Skew } from '../../harness/core/capabilities.js';
import { offered } from '../../harness/core/capability.js';
import type { OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { proveSkew } from './clock-proof.js';

const TRUE_CLOCK = { offset_ms: 0, rate: 1 };

/** A clock that is asked over the network must be reached, and its file be written. */
export const CLOCK_OVERLAP = {
  disturbs: ['clocks'],
  relies: ['node', 'reach', 'processes', 'clocks', 'data'],
  // The files that tell processes the time stay as they are.
  outlasts: ['processes', 'reach'],
  wants: ['members'],
} as const;

function set({ context, node }: OnNode<unknown>, skew: Skew): ReturnType<Clocks['set']> {
  return offered(context.capabilities, 'clocks').set(node, skew);
}

/** Sets the wall clocks of the store's processes: a jump ahead or back, or a drift. */
export const clock = nodeFault({
  name: 'clock',
  summary: 'sets wall clocks ahead or back, or lets them drift',
  provenBy: 'each process’ own time, read back and compared with the host’s',
  presets: [
    {
      name: 'clock-jump',
      summary:
        'the clock of one node, chosen at random, jumps ahead by five seconds or back by two',
      values: [
        { target: 'any', offset_ms: 5000 },
        { target: 'any', offset_ms: -2000 },
      ],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'clock-drift',
      summary: 'the clock of one node, chosen at random, goes a tenth too fast or too slow',
      values: [
        { target: 'any', rate: 1.1 },
        { target: 'any', rate: 0.9 },
      ],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['clocks'],
  overlap: CLOCK_OVERLAP,
  schema: z.strictObject({
    target: z.string().default('any'),
    offset_ms: z.number().int().default(0),
    rate: z.number().min(0.01).max(100).default(1),
  }),
  problem: ({ offset_ms, rate }) =>
    offset_ms === 0 && rate === 1
      ? 'the offset is 0 and the rate is 1; give an offset_ms (a jump) or a rate (a drift)'
      : null,
  async begin(on) {
    const drifts_since_ns = await set(on, on.degree);
    return { words: [], ...(on.degree.rate === 1 ? {} : { measured: { drifts_since_ns } }) };
  },
  bites: (on) => proveSkew(on, on.degree),
  holds: (on) => proveSkew(on, on.degree, true),
  held: (on) => proveSkew(on, on.degree, true),
  end: async (on) => void (await set(on, TRUE_CLOCK)),
  healed: (on) => proveSkew(on, TRUE_CLOCK),
});
