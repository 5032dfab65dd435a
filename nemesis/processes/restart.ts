import type { ActiveFault, Fault } from '../../harness/core/fault.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { nodeAccount, recordedNodes, sparedIn } from '../frames/node-account.js';
import { kill } from './kill.js';

const F = 'restart';
const [START_KILL = '', STOP_KILL = ''] = kill.fs;

/** What became of both halves: the effect of the first, proven only if both are. */
function joined(killed: FaultRecord, started: FaultRecord): FaultRecord {
  return {
    effect: { ...killed.effect, ...started.effect },
    proof: {
      proven: killed.proof.proven && started.proof.proven,
      evidence: [...killed.proof.evidence, ...started.proof.evidence],
    },
  };
}

/**
 * Kills processes and starts them again at once: what a supervisor does, and faster than the
 * store's own detection of failures. It ends by itself.
 */
export const restart: Fault = {
  name: 'restart',
  summary: 'kills processes of the store (SIGKILL) and starts them again at once',
  provenBy: 'the state of each process, as the kernel says: gone, then running',
  presets: [
    {
      name: 'restart-any',
      summary: 'kill -9 of the processes of one node, chosen at random, and a start at once',
      values: [{ target: 'any' }],
      mixes: ['mix', 'everything'],
    },
  ],
  needs: kill.needs,
  value: kill.value,
  fs: [F],
  overlap: (_f, value) => kill.overlap(START_KILL, value),
  validate: (_f, value, nodes) => {
    kill.validate(START_KILL, value, nodes);
  },
  alsoNeeds: (_f, value, nodes) => kill.alsoNeeds?.(START_KILL, value, nodes) ?? [],
  account: (f, effect) =>
    nodeAccount(f, recordedNodes(kill.name, effect), { costs: 'memory' }, sparedIn(effect)),
  create(context): ActiveFault {
    const active = kill.create(context);
    return {
      async invoke(_f, value) {
        const killed = await active.invoke(START_KILL, value);
        return joined(killed, await active.invoke(STOP_KILL, undefined));
      },
      heal: () => active.heal(),
    };
  },
};
