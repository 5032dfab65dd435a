import { z } from 'zod';
import type { Capabilities } from '../../harness/core/capabilities.js';
import type { Json } from '../../harness/core/json.js';
import { checkTarget, needsPrimary } from '../target.js';
import { checkedValue } from '../value.js';

/** A node or a role. */
const target = z.string();

/** What each fault of administration is told. */
interface Intents {
  readonly 'client-kill': {
    readonly target: string;
    readonly for_ms: number;
    readonly every_ms: number;
  };
  readonly 'debug-sleep': { readonly target: string; readonly duration_ms: number };
  readonly 'start-config-change': {
    readonly target: string;
    readonly parameter: string;
    readonly value: string;
  };
  readonly flushall: { readonly target: string };
  readonly 'sentinel-reset': { readonly target: string };
}

const SCHEMAS: { readonly [F in keyof Intents]: z.ZodType<Intents[F]> } = {
  'client-kill': z.strictObject({
    target: target.default('primary'),
    /** Again and again for so long; once when 0. */
    for_ms: z.number().int().min(0).max(60_000).default(0),
    every_ms: z.number().int().min(10).max(60_000).default(100),
  }),
  'debug-sleep': z.strictObject({
    target: target.default('primary'),
    duration_ms: z.number().int().min(500).max(60_000).default(3000),
  }),
  'start-config-change': z.strictObject({
    target: target.default('primary'),
    parameter: z.string().regex(/^[a-z][a-z0-9-]*$/),
    value: z.string(),
  }),
  flushall: z.strictObject({ target: target.default('primary') }),
  'sentinel-reset': z.strictObject({ target: target.default('any') }),
};

/**
 * The checked value of a fault.
 * @throws InputError when it makes no sense for these nodes.
 */
export function intentOf<F extends keyof Intents>(
  f: F,
  value: Json | undefined,
  nodes: readonly string[],
): Intents[F] {
  const intent: Intents[F] = checkedValue<Intents[F]>(f, SCHEMAS[f], value);
  checkTarget(f, intent.target, nodes);
  return intent;
}

/** `primaries` where the target is a role that has to be looked up. */
export function roleNeeds(
  f: keyof Intents,
  value: Json | undefined,
  nodes: readonly string[],
): readonly (keyof Capabilities)[] {
  return needsPrimary(intentOf(f, value, nodes).target) ? ['primaries'] : [];
}
