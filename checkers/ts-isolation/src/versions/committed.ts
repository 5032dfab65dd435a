import { INFO, OK, type Columns } from '../history/columns.js';
import { uint8Array } from '../values/typed-arrays.js';

/**
 * Which transactions committed: those that say so, and of those of which nobody knows the ones of
 * which a committed transaction read a write.
 * @param wasRead - of each version: 0 where no committed transaction read it.
 */
export function committedOf(columns: Columns, wasRead: ArrayLike<number>): Uint8Array {
  const { outcome, versions, versionTransaction, versionOp, key, repeated } = columns;
  const committed = uint8Array(outcome.length);
  for (let t = 0; t < outcome.length; t += 1) if (outcome[t] === OK) committed[t] = 1;
  if (!outcome.includes(INFO)) return committed;
  for (let version = 0; version < versions; version += 1) {
    const transaction = versionTransaction[version] as number;
    if (outcome[transaction] !== INFO || wasRead[version] === 0) continue;
    // Where two may have written a value, a read of it does not tell which of them committed.
    if (!repeated.has(key[versionOp[version] as number] as number)) committed[transaction] = 1;
  }
  return committed;
}
