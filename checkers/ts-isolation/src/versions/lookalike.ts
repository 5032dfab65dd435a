import { valueOf, type Columns } from '../history/columns.js';
import type { Value } from '../types.js';
import { structureText } from '../values/structure.js';

/**
 * A version that would be the one looked for, were it not for the type of its key or of its value:
 * 1 and "1" look alike.
 */
export function lookalikeOf(columns: Columns, key: number, value: Value): number | undefined {
  const [wantedKey, wantedValue] = [lookOf(columns.keys[key] as Value), lookOf(value)];
  for (let version = 0; version < columns.versions; version += 1) {
    if (lookOf(valueOf(columns, version)) !== wantedValue) continue;
    const other = columns.key[columns.versionOp[version] as number] as number;
    if (lookOf(columns.keys[other] as Value) === wantedKey) return version;
  }
  return undefined;
}

/** The text of a value whatever its type: simple values are quoted, so that none looks like a list or a part of one. */
function lookOf(value: Value): string {
  return structureText(value, (simple) => JSON.stringify(String(simple)));
}
