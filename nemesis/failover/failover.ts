import type { ActiveFault, Fault, FaultContext } from '../../harness/core/fault.js';
import { poll } from '../../harness/core/poll.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { GROUP_OVERLAP } from '../frames/overlaps.js';
import { offered } from '../../harness/core/capability.js';
import { rolesIn } from '../../harness/core/write-roles.js';
import { momentFor } from '../frames/target.js';
import { checkedNoValue } from '../frames/value.js';

const FAILOVER_TIMEOUT_MS = 15_000;
const LOOK_EVERY_MS = 50;

async function failOver(context: FaultContext): Promise<FaultRecord> {
  const { capabilities, clock, signal } = context;
  const primaries = offered(capabilities, 'primaries');
  const { primary: from, recorded } = await momentFor('primary', context);
  const answer = await offered(capabilities, 'failover').failover();
  const changed = await poll(
    clock,
    { within_ms: FAILOVER_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal },
    async () => {
      const now = await primaries.primary();
      return now === from ? null : now;
    },
  );
  const waited_ms = Math.round(changed.waited_ms);
  if (!changed.reached) {
    const evidence = [`the majority still names ${from} as primary after ${waited_ms} ms`];
    return { effect: { ...recorded, from, answer }, proof: { proven: false, evidence } };
  }
  const to = changed.value;
  return {
    // `primary` is who holds the role from here on; `roles` is from before.
    effect: { ...recorded, primary: to, from, to, answer, waited_ms },
    proof: {
      proven: true,
      evidence: [`the majority names ${to} as primary, ${waited_ms} ms after the store accepted`],
    },
  };
}

/** Orders the store to make another node its primary. It ends by itself. */
export const failover: Fault = {
  name: 'failover',
  summary: 'orders the store to make another node its primary',
  provenBy: 'the majority’s view of who is primary changes',
  presets: [
    {
      name: 'failover',
      summary: 'the store’s own switch of the primary',
      mixes: ['mix', 'everything'],
    },
  ],
  needs: ['failover', 'primaries'],
  value: [],
  fs: ['failover'],
  overlap: () => GROUP_OVERLAP,
  validate: checkedNoValue,
  account(name, effect) {
    const { from, to } = effect;
    const ordered = 'a failover was ordered';
    // Where nobody was primary, whoever took writes last may have lost some.
    if (typeof from !== 'string') {
      return { words: ordered, name, nodes: [], hurt: Object.keys(rolesIn(effect)) };
    }
    const words = typeof to === 'string' ? `a failover from ${from} to ${to} was ordered` : ordered;
    return { words, name, nodes: [], hurt: [from] };
  },
  create(context): ActiveFault {
    return {
      invoke: () => failOver(context),
      heal: () => Promise.resolve(null),
    };
  },
};
