import type { Columns } from '../history/columns.js';
import { keyOfVersion, valueOf } from '../history/columns.js';
import type { Found } from '../found.js';
import type { Value } from '../types.js';
import { keyText, valueText } from '../values/words.js';
import type { Reads } from './reads.js';
import { int32Array } from '../values/typed-arrays.js';

/**
 * Finds versions that two committed transactions read, and both wrote over: the second did not see
 * the first (Berenson and others 1995).
 * @param updates - of each read, the version that its transaction wrote over it, or -1.
 */
export function findLostUpdates(
  columns: Columns,
  reads: Reads,
  updates: Int32Array,
  found: Found,
): void {
  const version = reads.version.items();
  const transaction = reads.transaction.items();
  /** Of each version, the read that was the first to be followed by a write; plus one. */
  const firstRead = int32Array(columns.versions + columns.keys.length);
  for (let read = 0; read < updates.length; read += 1) {
    if (updates[read] === -1) continue;
    const seen = version[read] as number;
    const other = (firstRead[seen] as number) - 1;
    if (other === -1) {
      firstRead[seen] = read + 1;
      continue;
    }
    const [one, two] = [transaction[other] as number, transaction[read] as number];
    if (one === two) continue;
    const [first, second] = [updates[other] as number, updates[read] as number];
    addLostUpdate(columns, [one, two], seen, first, second, found);
  }
}

function addLostUpdate(
  columns: Columns,
  transactions: readonly number[],
  seen: number,
  first: number,
  second: number,
  found: Found,
): void {
  found.add('lost-update', transactions, () => {
    const name = keyText(columns.keys[keyOfVersion(columns, seen)] as Value);
    const what = seen < columns.versions ? valueText(valueOf(columns, seen)) : 'its initial state';
    const textOf = (version: number): string => valueText(valueOf(columns, version));
    return `T1 and T2 both read ${name} as ${what} left it, and both wrote it: T1 wrote ${textOf(first)}, T2 wrote ${textOf(second)}. Neither saw what the other wrote (lost update).`;
  });
}
