import { z } from 'zod';

import type { ScenarioRecord } from './results.js';
import { EXPECTATIONS, type Scenario } from './scenario.js';
import { testRequestSchema } from './test-request-schema.js';

const text = z.string().min(1);
const count = z.number().int().nonnegative();

const bound = z.strictObject({
  checker: text,
  figure: text,
  atMost: z.number().optional(),
  atLeast: z.number().optional(),
});

const condition = z.union([
  z.strictObject({ acknowledged: count, during: text.optional() }),
  z.strictObject({ proven: text }),
  z.strictObject({ reached: z.enum(['primary-changed', 'converged']) }),
  z.strictObject({ figure: bound }),
  z.strictObject({ finalReads: z.literal('every-node') }),
]);

/** A scenario without its test, as it stands in `test.json`. */
const record = z.strictObject({
  name: text,
  claim: text,
  source: text,
  expectation: z.enum(EXPECTATIONS),
  anomaly: text.optional(),
  bound: bound.optional(),
  refusal: text.optional(),
  conditions: z.array(condition),
});

export const scenarioRecordSchema = record as unknown as z.ZodType<ScenarioRecord>;

/** A scenario as its author writes it. */
export const scenarioSchema = record.extend({
  test: testRequestSchema,
}) as unknown as z.ZodType<Scenario>;
