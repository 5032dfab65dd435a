import type { Fault } from '../../harness/core/fault.js';
import { counted } from '../../harness/core/words.js';
import { offered } from '../capability.js';
import { TargetChoice } from './administration-target.js';
import { intentOf, roleNeeds } from './administration-value.js';

const F = 'flushall';

/** Deletes all data, as an administrator does who takes one window for another. */
export const flushall: Fault = {
  name: 'flushall',
  summary: 'deletes all data of the store by mistake; acknowledged writes are lost by right',
  provenBy: 'the number of keys before and after, counted in the same transaction',
  needs: ['administration'],
  fs: [F],
  validate: (_f, value, nodes) => {
    intentOf(F, value, nodes);
  },
  alsoNeeds: (_f, value, nodes) => roleNeeds(F, value, nodes),
  create(context) {
    const choice = new TargetChoice(context, F);
    return {
      async invoke(_f, value) {
        const { target } = intentOf(F, value, context.nodes);
        const { node, recorded } = await choice.choose(target);
        const { before, after } = await offered(context.capabilities, 'administration').flush(node);
        return {
          effect: { ...recorded, node, before, after },
          proof: {
            proven: before > 0 && after === 0,
            evidence: [`${node} held ${counted(before, 'key')} before, ${after} after`],
          },
        };
      },
      heal: () => Promise.resolve(null),
    };
  },
};
