import type { Json } from '../../../harness/index.js';

/** What Redis holds for a value: its JSON text, which is a number's usual text. */
export function textOf(value: Json): string {
  return JSON.stringify(value);
}

/** The value of a text; one that is no JSON, which nobody wrote, stands for itself. */
export function valueOf(text: string): Json {
  const number = Number(text);
  if (!Number.isNaN(number)) return number;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
