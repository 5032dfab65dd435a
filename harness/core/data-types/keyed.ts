import { isJsonArray, type Json } from '../json.js';

/** The name of one of many: of a register, say. */
export type Key = string | number;

/** `[key, of]`, as the ops of data types with many objects carry it; `null` for any other value. */
export function keyed(value: Json | undefined): readonly [key: Key, of: Json | undefined] | null {
  if (!isJsonArray(value)) return null;
  const [key, of] = value;
  return typeof key === 'string' || typeof key === 'number' ? [key, of] : null;
}
