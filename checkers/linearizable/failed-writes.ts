import { valueKey, type Key, type Value } from 'ts-linearizability';
import { FINAL_READ } from '../../harness/core/final-read.js';
import type { History } from '../../harness/core/history.js';
import type { Json } from '../../harness/core/json.js';

/**
 * Which of the witness' reads saw a value whose every write definitely failed: an aborted read,
 * in words; `null` where there is none. It only explains; the verdict never depends on it.
 */
export function abortedReadInWords(
  history: History,
  key: string,
  witness: readonly number[],
): string | null {
  const failed = failedWrites(history, key);
  if (failed.size === 0) return null;
  for (const index of witness) {
    if (history.f(index) !== 'read' && history.f(index) !== FINAL_READ) continue;
    const completion = history.pairOf(index);
    const seen = completion === null ? undefined : partOf(history.value(completion), 1);
    const writer = seen === undefined ? undefined : failed.get(keyOf(seen));
    if (writer !== undefined) {
      return `op ${index} read ${JSON.stringify(seen)}, which only op ${writer} wrote, and that had failed: an aborted read`;
    }
  }
  return null;
}

/** Values of a key whose writes all failed, with the last such write. */
function failedWrites(history: History, key: string): ReadonlyMap<Key, number> {
  const failed = new Map<Key, number>();
  const others = new Set<Key>();
  for (let index = 0; index < history.length; index += 1) {
    if (history.type(index) !== 'invoke' || history.isNemesis(index)) continue;
    const f = history.f(index);
    if (f !== 'write' && f !== 'cas') continue;
    const value = history.value(index);
    const at = partOf(value, 0);
    if (at === undefined || (typeof at === 'string' ? at : JSON.stringify(at)) !== key) continue;
    const target = f === 'write' ? partOf(value, 1) : partOf(partOf(value, 1), 1);
    if (target === undefined) continue;
    const completion = history.pairOf(index);
    const didFail = completion !== null && history.type(completion) === 'fail';
    if (didFail) failed.set(keyOf(target), index);
    else others.add(keyOf(target));
  }
  for (const value of others) failed.delete(value);
  return failed;
}

function partOf(value: Json | undefined, part: number): Json | undefined {
  return Array.isArray(value) ? (value as readonly Json[])[part] : undefined;
}

function keyOf(json: Json): Key {
  return valueKey(json as Value);
}
