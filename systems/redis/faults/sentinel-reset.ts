import { z } from 'zod';
import { SENTINELS, type WatchedGroup } from '../capabilities.js';
import {
  counted,
  type FaultRecord,
  GROUP_OVERLAP,
  type HappensOn,
  nodeEvent,
  poll,
} from '../../../harness/index.js';

/** Sentinels announce themselves every 2 s, and learn of replicas every 10 s. */
const BACK_TIMEOUT_MS = 30_000;
const LOOK_EVERY_MS = 50;

type ResetDegree = { readonly rediscovery: 'awaited' | 'left-open' };

async function reset({ context, node, degree }: HappensOn<ResetDegree>): Promise<FaultRecord> {
  const { capabilities, clock, signal } = context;
  const sentinels = SENTINELS.of(capabilities);
  const { before, after } = await sentinels.reset(node);
  const forgot = after.otherSentinels.length < before.otherSentinels.length;
  const known = `the Sentinel on ${node} knew ${inWords(before)} before, ${inWords(after)} after`;
  if (degree.rediscovery === 'left-open') {
    const effect = { before: { ...before }, after: { ...after } };
    return { effect, proof: { proven: forgot, evidence: [known] } };
  }
  const back = await poll(
    clock,
    { within_ms: BACK_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal },
    async () => {
      const now = await sentinels.knows(node);
      return lacking(before, now).length === 0 ? true : null;
    },
  );
  const waited_ms = Math.round(back.waited_ms);
  return {
    effect: { before: { ...before }, after: { ...after }, waited_ms },
    proof: {
      proven: forgot && back.reached,
      evidence: [
        known,
        back.reached
          ? `it knew them all again after ${waited_ms} ms`
          : `it did not know them all again within ${BACK_TIMEOUT_MS} ms`,
      ],
    },
  };
}

/** Who was known before and is not known now. */
function lacking(before: WatchedGroup, now: WatchedGroup): readonly string[] {
  return [
    ...before.otherSentinels.filter((one) => !now.otherSentinels.includes(one)),
    ...before.replicas.filter((one) => !now.replicas.includes(one)),
  ];
}

function inWords({ otherSentinels, replicas }: WatchedGroup): string {
  return `${counted(otherSentinels.length, 'other')} and ${counted(replicas.length, 'replica')}`;
}

/** Lets one Sentinel forget replicas and other Sentinels, until it finds them again by itself. */
export const sentinelReset = nodeEvent({
  name: 'sentinel-reset',
  summary: 'lets a Sentinel forget the replicas and the other Sentinels, which it then finds again',
  provenBy: 'the other Sentinels that it knows: fewer, then as many as before, if that is awaited',
  presets: [
    {
      name: 'sentinel-reset',
      summary: 'one Sentinel, chosen at random, forgets all but the primary',
      values: [{ target: 'any' }],
      mixes: ['everything'],
    },
  ],
  needs: [SENTINELS.name],
  on: 'watchers',
  overlap: GROUP_OVERLAP,
  schema: z.strictObject({
    target: z.string().default('any'),
    /** Whether it must find again all that it knew, which a partition may prevent. */
    rediscovery: z.enum(['awaited', 'left-open']).default('awaited'),
  }),
  happen: reset,
});
