import { z } from 'zod';
import type { Json } from '../../../harness/core/json.js';
import { checkedValue } from '../../frames/value.js';
import { partitionSchema } from '../partition-value.js';

/** A cut that is shorter could not be probed before it ends. */
const LEAST_MS = 200;
const phase = z.number().min(LEAST_MS).max(60_000);

/** Of the value of `start-flapping`: a partition, and its times. */
export const flappingSchema = partitionSchema.extend({
  /** How long the links are cut each time. */
  cut_ms: phase.default(1000),
  /** How long they are open in between. */
  open_ms: phase.default(1000),
  /** Both are drawn from `1 - jitter` to `1 + jitter` of that. */
  jitter: z.number().min(0).max(1).default(0),
});

/** The value of `start-flapping`. @throws InputError when it has not its shape. */
export function flappingValue(f: string, value: Json | undefined): z.infer<typeof flappingSchema> {
  return checkedValue(f, flappingSchema, value);
}
