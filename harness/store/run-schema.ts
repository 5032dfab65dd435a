import { z } from 'zod';

import { CLIENT_MODES } from '../core/client.js';
import type { Json, JsonObject } from '../core/json.js';
import type { TestPlan } from '../core/plan.js';
import type { Schedule } from '../core/schedule.js';
import type { ClockSample, RoleSample, RunRecord, ScenarioRecord } from '../core/results.js';
import { EXPECTATIONS } from '../core/scenario.js';

/** What was parsed as JSON is JSON; integers beyond 2^53 are bigints. */
const json = z.custom<Json>((value) => value !== undefined);
const object: z.ZodType<JsonObject> = z.record(z.string(), json);
const count = z.number().int().nonnegative();

const condition = z.union([
  z.strictObject({ acknowledged: count }),
  z.strictObject({ primary: z.union([z.literal('changed'), z.strictObject({ is: z.string() })]) }),
  z.strictObject({ cluster: z.literal('converged') }),
]);

const fault = z.strictObject({
  fault: z.string().min(1),
  value: json.optional(),
  acknowledged: count.optional(),
});

const step = z.union([
  fault,
  z.strictObject({ until: condition, within_ms: count }),
  z.strictObject({ for_ms: count }),
]);

/** A schedule of faults, as it stands in a plan or in a file of its own. */
export const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('steps'), steps: z.array(step) }),
  z.strictObject({
    kind: z.literal('periodic'),
    faults: z
      .array(
        z.strictObject({
          start: fault,
          stop: fault.omit({ acknowledged: true }).optional(),
          weight: z.number().positive().optional(),
        }),
      )
      .min(1),
    quiet_ms: count,
    active_ms: count,
    at_once: count.min(1).optional(),
    jitter: z.number().min(0).max(1).optional(),
  }),
]) as unknown as z.ZodType<Schedule>;

const named = z.strictObject({ name: z.string().min(1), options: object });

/** Who watches was called `sentinels` by older versions. */
function withWatchers(layout: unknown): unknown {
  if (typeof layout !== 'object' || layout === null || !('sentinels' in layout)) return layout;
  const { sentinels, ...rest } = layout;
  return { ...rest, watchers: sentinels };
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
  roles: z
    .strictObject({ takesWrites: z.array(z.string()), refusalCodes: z.array(z.string()) })
    .optional(),
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

const scenarioSchema = z.strictObject({
  name: z.string(),
  claim: z.string(),
  source: z.string(),
  expectation: z.enum(EXPECTATIONS),
  anomaly: z.string().optional(),
  bound: z
    .strictObject({
      checker: z.string(),
      figure: z.string(),
      atMost: z.number().optional(),
      atLeast: z.number().optional(),
    })
    .optional(),
  conditions: z.array(json),
}) as unknown as z.ZodType<ScenarioRecord>;

/** `test.json`. */
export const testSchema = z.strictObject({
  plan: planSchema,
  scenario: scenarioSchema.nullable(),
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

/** A line of `clocks.jsonl`. */
export const clockSampleSchema = z.strictObject({
  time: z.number(),
  offsets_ms: z.record(z.string(), z.record(z.string(), z.number()).nullable()),
}) as unknown as z.ZodType<ClockSample>;
