import { z } from 'zod';

import type { Json } from './json.js';
import type { Schedule } from './schedule.js';

const json = z.custom<Json>((value) => value !== undefined);
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
          nemesis: z.string().min(1).optional(),
        }),
      )
      .min(1),
    quiet_ms: count,
    active_ms: count,
    at_once: count.min(1).optional(),
    jitter: z.number().min(0).max(1).optional(),
  }),
]) as unknown as z.ZodType<Schedule>;
