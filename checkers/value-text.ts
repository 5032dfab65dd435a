import type { Json } from '../harness/core/json.js';
import { jsonText } from '../harness/core/json-text.js';

/** A value of a history as JSON text, which integers beyond 2^53, NaN and the infinities have as well. */
export function valueText(value: unknown): string {
  return jsonText((value ?? null) as Json);
}
