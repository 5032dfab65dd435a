import type { Value } from '../types.js';
import { isStructure } from '../values/structure.js';
import type { Appends } from './appends.js';

/**
 * An append that would be the one looked for, were it not for the type of its key or of its value:
 * 1 and "1" look alike.
 */
export function lookalikeOf(appends: Appends, key: number, value: Value): number | undefined {
  const [wantedKey, wantedValue] = [lookOf(appends.keys[key] as Value), lookOf(value)];
  for (let append = 0; append < appends.count; append += 1) {
    if (lookOf(appends.value[append] as Value) !== wantedValue) continue;
    const other = appends.key[append] as number;
    if (other === key || lookOf(appends.keys[other] as Value) === wantedKey) return append;
  }
  return undefined;
}

/** The text of a value whatever its type. */
function lookOf(value: Value): string {
  if (!isStructure(value)) return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(lookOf).join(',')}]`;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${lookOf(field)}`).join(',')}}`;
}
