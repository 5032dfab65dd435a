import { z } from 'zod';
import type { Json } from '../harness/core/json.js';
import type { NemesisContext } from '../harness/core/nemesis.js';
import { AWAIT } from '../harness/core/nemesis-record.js';
import { poll } from '../harness/core/poll.js';
import type { Condition, FaultRecord } from '../harness/core/schedule.js';
import { listInWords } from '../harness/core/words.js';
import { primariesNow } from './frames/target.js';
import { checkedValue } from './frames/value.js';

/** How often each kind of state is looked at: a counter costs nothing, health asks every node. */
const LOOK_EVERY_MS = { acknowledged: 10, primary: 50, cluster: 150 } as const;

const schema = z.strictObject({
  until: z.union([
    z.strictObject({ acknowledged: z.number().int().min(1) }),
    z.strictObject({ primary: z.literal('changed') }),
    z.strictObject({ primary: z.strictObject({ is: z.string() }) }),
    z.strictObject({ cluster: z.literal('converged') }),
  ]),
  within_ms: z.number().min(1),
});

/** The value of an `await`. @throws InputError when it makes no sense. */
export function awaitValue(value: Json | undefined): {
  readonly until: Condition;
  readonly within_ms: number;
} {
  return checkedValue(AWAIT, schema, value);
}

/** What one look saw. */
interface Seen {
  readonly reached: boolean;
  readonly evidence: readonly string[];
  readonly primaries?: readonly string[];
}

/** `n1`, `n1 and n2`; `null` where there is none. */
function namesOf(primaries: readonly string[]): string {
  return primaries.length === 0 ? 'null' : listInWords(primaries);
}

/** A look at the state that a condition is about. */
function lookFor(
  condition: Condition,
  context: NemesisContext,
  primariesBefore: readonly string[],
): () => Promise<Seen> {
  if ('acknowledged' in condition) {
    const start = context.acknowledged();
    return () => {
      const done = context.acknowledged() - start;
      const evidence = [`${done} of ${condition.acknowledged} ops acknowledged`];
      return Promise.resolve({ reached: done >= condition.acknowledged, evidence });
    };
  }
  if ('cluster' in condition) {
    return async () => {
      const health = await context.health();
      return health.healthy
        ? { reached: true, evidence: ['the cluster is whole'] }
        : { reached: false, evidence: health.reasons };
    };
  }
  const { primary: wanted } = condition;
  return async () => {
    const now = await primariesNow(context.capabilities);
    const reached =
      wanted === 'changed'
        ? now.some((node) => !primariesBefore.includes(node))
        : now.includes(wanted.is);
    const before = wanted === 'changed' ? `, after ${namesOf(primariesBefore)}` : '';
    return {
      reached,
      primaries: now,
      evidence: [`the majority names ${namesOf(now)} as primary${before}`],
    };
  };
}

/**
 * Waits for a state within its bound. The effect is `{reached, waited_ms, primary?, roles}`.
 * @param primariesBefore who took writes before the last fault, for `primary: changed`.
 */
export async function awaitCondition(
  value: Json | undefined,
  context: NemesisContext,
  primariesBefore: readonly string[],
): Promise<FaultRecord> {
  const { until, within_ms } = awaitValue(value);
  const look = lookFor(until, context, primariesBefore);
  const kind =
    'acknowledged' in until ? 'acknowledged' : 'cluster' in until ? 'cluster' : 'primary';
  const last: { seen: Seen } = { seen: { reached: false, evidence: [] } };
  const polled = await poll(
    context.clock,
    { within_ms, every_ms: LOOK_EVERY_MS[kind], signal: context.signal },
    async () => {
      last.seen = await look();
      return last.seen.reached ? true : null;
    },
  );
  const { evidence, primaries } = last.seen;
  const roles = await context.roles();
  return {
    effect: {
      reached: polled.reached,
      waited_ms: Math.round(polled.waited_ms),
      ...(primaries === undefined
        ? {}
        : primaries.length > 1
          ? { primary: null, primaries }
          : { primary: primaries[0] ?? null }),
      roles: Object.fromEntries(roles.map(({ node, role }) => [node, role])),
    },
    proof: { proven: polled.reached, evidence },
  };
}
