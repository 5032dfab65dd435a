import { z } from 'zod';
import { poll } from '../../harness/core/poll.js';
import { offered } from '../../harness/core/capability.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';

/** How long a frozen node is asked for an answer. */
const SILENCE_MS = 500;
/** Within this time a thawed node must answer. */
const THAWED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** Freezes whole nodes by the kernel's freezer: a virtual machine that is moved or suspended. */
export const freeze = nodeFault({
  name: 'freeze',
  summary: 'freezes every process of nodes at once, and thaws them',
  provenBy: 'the engine’s state of the node, and whether a process on it answers',
  presets: [
    {
      name: 'freeze-primary',
      summary: 'every process on the primary’s node frozen at once',
      values: [{ target: 'primary' }],
      mixes: ['mix', 'everything'],
    },
    {
      name: 'freeze-any',
      summary: 'every process on one node, chosen at random, frozen at once',
      values: [{ target: 'any' }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['machine'],
  harm: { takesAway: true },
  overlap: {
    disturbs: ['node', 'links', 'reach', 'processes', 'clocks'],
    relies: ['node', 'reach'],
  },
  schema: z.strictObject({ target: z.string().default('primary') }),
  begin: ({ context, node }) => offered(context.capabilities, 'machine').freeze(node),
  end: ({ context, node }) => offered(context.capabilities, 'machine').thaw(node),
  async bites({ context, node }) {
    const machine = offered(context.capabilities, 'machine');
    const answered = await machine.answers(node, SILENCE_MS);
    const frozen = await machine.frozen(node);
    return { asExpected: frozen && !answered, words: [inWords(node, frozen, answered)] };
  },
  async holds({ context, node }) {
    const frozen = await offered(context.capabilities, 'machine').frozen(node);
    return { asExpected: frozen, words: [`${node} ${frozen ? 'is frozen' : 'is not frozen'}`] };
  },
  async healed({ context, node }) {
    const machine = offered(context.capabilities, 'machine');
    const last = { frozen: true, answered: false };
    const { signal } = context;
    const bounds = { within_ms: THAWED_WITHIN_MS, every_ms: LOOK_EVERY_MS, signal };
    const { reached } = await poll(context.clock, bounds, async () => {
      last.frozen = await machine.frozen(node);
      last.answered = await machine.answers(node, SILENCE_MS);
      return !last.frozen && last.answered ? true : null;
    });
    return { asExpected: reached, words: [inWords(node, last.frozen, last.answered)] };
  },
});

function inWords(node: string, frozen: boolean, answered: boolean): string {
  const state = frozen ? 'is frozen' : 'is not frozen';
  return `${node} ${state} and ${answered ? 'answers' : `did not answer within ${SILENCE_MS} ms`}`;
}
