import type { Fault, FaultContext } from '../../harness/core/fault.js';
import type { Json } from '../../harness/core/json.js';
import { poll } from '../../harness/core/poll.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { offered } from '../capability.js';
import { TargetChoice } from './administration-target.js';
import { intentOf, roleNeeds } from './administration-value.js';

const F = 'sentinel-reset';
/** Sentinels announce themselves every 2 s, and learn of replicas every 10 s. */
const BACK_TIMEOUT_MS = 30_000;
const LOOK_EVERY_MS = 50;

async function reset(
  context: FaultContext,
  choice: TargetChoice,
  value: Json | undefined,
): Promise<FaultRecord> {
  const { capabilities, clock, signal, nodes } = context;
  const { target } = intentOf(F, value, nodes);
  const sentinels = offered(capabilities, 'sentinels');
  const { node, recorded } = await choice.choose(target);
  const { before, after } = await sentinels.reset(node);
  const forgot = after.otherSentinels < before.otherSentinels;
  const back = await poll(
    clock,
    { within_ms: BACK_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal },
    async () => {
      const now = await sentinels.knows(node);
      const isBack = now.otherSentinels >= before.otherSentinels && now.replicas >= before.replicas;
      return isBack ? true : null;
    },
  );
  const waited_ms = Math.round(back.waited_ms);
  return {
    effect: { ...recorded, node, before: { ...before }, after: { ...after }, waited_ms },
    proof: {
      proven: forgot && back.reached,
      evidence: [
        `the Sentinel on ${node} knew ${before.otherSentinels} others and ${before.replicas} replicas before, ${after.otherSentinels} and ${after.replicas} after`,
        back.reached
          ? `it knew them all again after ${waited_ms} ms`
          : `it did not know them all again within ${BACK_TIMEOUT_MS} ms`,
      ],
    },
  };
}

/** Lets one Sentinel forget replicas and other Sentinels, until it finds them again by itself. */
export const sentinelReset: Fault = {
  name: 'sentinel-reset',
  summary: 'lets a Sentinel forget the replicas and the other Sentinels, which it then finds again',
  provenBy: 'the other Sentinels that it knows: fewer, then as many as before',
  needs: ['sentinels'],
  fs: [F],
  validate: (_f, value, nodes) => {
    intentOf(F, value, nodes);
  },
  alsoNeeds: (_f, value, nodes) => roleNeeds(F, value, nodes),
  create(context) {
    const candidates = context.capabilities.sentinels?.nodes;
    const choice = new TargetChoice(context, F, candidates);
    return {
      invoke: (_f, value) => reset(context, choice, value),
      heal: () => Promise.resolve(null),
    };
  },
};
