import type { Json } from '../harness/index.js';

/** What a store of texts holds for a value. */
export function textOf(value: Json): string {
  return JSON.stringify(value);
}

/** The value of a text; one that is no JSON, which nobody wrote, stands for itself. */
export function valueOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
