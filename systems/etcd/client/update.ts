import { OpFailed } from '../../../harness/index.js';
import { conditions, requests, transact } from '../gateway/kv.js';
import type { Pair } from '../gateway/messages.js';
import type { Session } from './session.js';

/** How often a transaction is tried anew after another one came first. */
const ATTEMPTS = 20;

/** Keys as they stand, by their names; those that are absent have none. */
export type Seen = ReadonlyMap<string, Pair>;

function seenIn(reads: readonly (readonly Pair[])[]): Seen {
  return new Map(reads.flat().map((pair) => [pair.key, pair]));
}

/** Reads keys at one revision. */
export async function readTogether(
  { gateway }: Session,
  keys: readonly string[],
  serializable: boolean,
): Promise<Seen> {
  const reads = keys.map((key) => requests.get(key, { serializable }));
  return seenIn((await transact(gateway, { compare: [], success: reads })).reads);
}

/**
 * Writes what follows from keys, on the condition that none of them was written since it was read. If one was, nothing
 * has happened, for certain, and another transaction tries it with what is there now.
 *
 * @param change the new values; of keys that were read.
 * @returns what the keys were when the transaction took effect.
 * @throws OpFailed where it was tried often, and others came first each time.
 */
export async function update(
  session: Session,
  keys: readonly string[],
  change: (seen: Seen) => ReadonlyMap<string, string>,
): Promise<Seen> {
  let seen = await readTogether(session, keys, false);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const now = seen;
    const { succeeded, reads } = await transact(session.gateway, {
      compare: keys.map((key) => conditions.modifiedAt(key, now.get(key)?.modified ?? 0)),
      success: [...change(now)].map(([key, value]) => requests.put(key, value)),
      failure: keys.map((key) => requests.get(key)),
    });
    if (succeeded) return now;
    seen = seenIn(reads);
  }
  throw new OpFailed('conflict', `others wrote the same keys first, ${ATTEMPTS} times in a row`);
}
