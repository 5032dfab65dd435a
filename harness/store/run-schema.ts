import { z } from 'zod';

import { CLIENT_MODES } from '../core/client.js';
import type { Json, JsonObject } from '../core/json.js';
import type { TestPlan } from '../core/plan.js';
import type { ClockSample, RoleSample, RunRecord } from '../core/results.js';
import type { StoreEvent } from '../core/store-event.js';
import type { WitnessSample } from '../core/witness.js';
import { scenarioRecordSchema } from '../core/scenario-schema.js';
import { scheduleSchema } from '../core/schedule-schema.js';

/** Integers beyond 2^53 are bigints. */
const json = z.custom<Json>((value) => value !== undefined);
const object: z.ZodType<JsonObject> = z.record(z.string(), json);
const count = z.number().int().nonnegative();

const named = z.strictObject({ name: z.string().min(1), options: object });

/** Who watches was called `sentinels` by older versions. */
function withWatchers(layout: unknown): unknown {
  if (typeof layout !== 'object' || layout === null || !('sentinels' in layout)) return layout;
  const { sentinels, ...rest } = layout;
  return { ...rest, watchers: sentinels };
}

/** In older versions it was said by the absence of codes that nodes pass writes on. */
function withPassedWrites(roles: unknown): unknown {
  if (typeof roles !== 'object' || roles === null || 'passesWritesOn' in roles) return roles;
  if (!('refusalCodes' in roles) || !Array.isArray(roles.refusalCodes)) return roles;
  return roles.refusalCodes.length > 0 ? roles : { ...roles, passesWritesOn: true };
}

/** A resolved test, as it stands in `test.json`. */
export const planSchema = z.strictObject({
  name: z.string().min(1),
  system: named,
  workload: named,
  schedule: scheduleSchema,
  checkers: z.array(z.string().min(1)),
  model: named.optional(),
  nodes: z.array(z.string().min(1)),
  layout: z
    .preprocess(
      withWatchers,
      z.strictObject({ data: z.array(z.string()).min(1), watchers: z.array(z.string()) }),
    )
    .optional(),
  roles: z.preprocess(
    withPassedWrites,
    z
      .strictObject({
        takesWrites: z.array(z.string()),
        refusalCodes: z.array(z.string()),
        passesWritesOn: z.boolean().optional(),
      })
      .optional(),
  ),
  reads: z.array(z.string()).optional(),
  logPatterns: z.array(z.string()).optional(),
  clientMode: z.enum(CLIENT_MODES),
  concurrency: z.number().int().positive(),
  rate: z.number().nonnegative(),
  timeLimit_ms: z.number().positive(),
  opTimeout_ms: z.number().positive(),
  recoveryTimeout_ms: z.number().positive(),
  finalTimeout_ms: z.number().positive(),
  acknowledgedPerFault: count.optional(),
  imported: z.strictObject({ file: z.string(), format: z.string() }).optional(),
  seed: z.number().int().min(0).max(0xffffffff),
}) as unknown as z.ZodType<TestPlan>;

/** `test.json`. */
export const testSchema = z.strictObject({
  plan: planSchema,
  scenario: scenarioRecordSchema.nullable(),
});

/** `run.json`. */
export const runSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  startedAt: z.string(),
  faultlineVersion: z.string(),
  simulated: z.boolean(),
  ended: z.enum(['completed', 'interrupted', 'failed']),
  failure: z.string().optional(),
  phases: z.array(z.strictObject({ name: z.string(), start: z.number(), end: z.number() })),
  recovery: z
    .strictObject({
      recovered: z.boolean(),
      duration_ms: z.number(),
      reasons: z.array(z.string()),
    })
    .nullable(),
  versions: z.record(z.string(), z.string()),
  changedSettings: z
    .array(
      z.strictObject({
        name: z.string(),
        value: z.string(),
        default: z.string(),
        option: z.string().nullable(),
        reason: z.string().optional(),
      }),
    )
    .optional(),
  notes: z.array(z.string()).optional(),
  command: z.string(),
}) as unknown as z.ZodType<RunRecord>;

/** A line of `roles.jsonl`. */
export const roleSampleSchema = z.strictObject({
  time: z.number(),
  roles: z.array(
    z.strictObject({ node: z.string(), role: z.string(), follows: z.string().optional() }),
  ),
}) as unknown as z.ZodType<RoleSample>;

/** A line of `witness.jsonl`. */
export const witnessSampleSchema = z.strictObject({
  time: z.number(),
  until: z.number(),
  nodes: z.array(
    z.strictObject({
      node: z.string(),
      epoch: z.number().optional(),
      leader: z.string().optional(),
      placement: z
        .array(
          z.strictObject({ leader: z.string(), part: z.string(), epoch: z.number().optional() }),
        )
        .optional(),
      stream: z.string().optional(),
      offset: z.number().optional(),
      left: z.strictObject({ stream: z.string(), offset: z.number() }).optional(),
      linkUp: z.boolean().optional(),
    }),
  ),
}) as unknown as z.ZodType<WitnessSample>;

/** A line of `events.jsonl`. */
export const storeEventSchema: z.ZodType<StoreEvent> = z.strictObject({
  time: z.number(),
  node: z.string(),
  name: z.string(),
  text: z.string(),
});

/** A line of `clocks.jsonl`. */
export const clockSampleSchema = z.strictObject({
  time: z.number(),
  offsets_ms: z.record(z.string(), z.record(z.string(), z.number()).nullable()),
}) as unknown as z.ZodType<ClockSample>;
