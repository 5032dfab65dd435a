import { z } from 'zod';

import { CLIENT_MODES } from './client.js';
import { isPattern } from './log-patterns.js';
import type { TestRequest } from './test-request.js';
import { scheduleSchema } from './schedule-schema.js';

const text = z.string().min(1);
const count = z.number().int().nonnegative();
const some = z.number().int().positive();
const pattern = z.string().refine(isPattern, 'a regular expression');
const options = z.record(z.string(), z.json());

const nemesis = z.strictObject({
  nemesis: z.array(text),
  quiet_ms: z.number().nonnegative().optional(),
  active_ms: z.number().nonnegative().optional(),
  at_once: some.optional(),
  jitter: z.number().min(0).max(1).optional(),
});

/** What somebody asks for, who may have written it without types. */
export const testRequestSchema = z.strictObject({
  system: text,
  workload: text,
  systemOptions: options.optional(),
  workloadOptions: options.optional(),
  faults: z.union([nemesis, scheduleSchema]).optional(),
  checkers: z.array(text).optional(),
  logPatterns: z.array(pattern).optional(),
  nodeCount: some.optional(),
  clientMode: z.enum(CLIENT_MODES).optional(),
  concurrency: some.optional(),
  rate: z.number().nonnegative().optional(),
  timeLimit_ms: z.number().positive().optional(),
  opTimeout_ms: z.number().positive().optional(),
  recoveryTimeout_ms: z.number().positive().optional(),
  finalTimeout_ms: z.number().positive().optional(),
  acknowledgedPerFault: count.optional(),
} satisfies Record<keyof TestRequest, z.ZodType>) as unknown as z.ZodType<TestRequest>;
