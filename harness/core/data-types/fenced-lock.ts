import { defineDataType, ok, wrongAnswer } from '../data-type.js';
import type { Json } from '../json.js';
import { type Key, keyed } from './keyed.js';
import type { LockMethods } from './lock.js';

/** What clients do with locks that guard something: tokens rise, and are shown with each write. */
export interface FencedLockMethods extends LockMethods {
  /**
   * Writes to what the lock guards, under the token that `acquire` gave; false where it was refused
   * because a later token was seen.
   */
  writeGuarded(lock: Key, token: number): Promise<boolean>;
}

function lockAndNumber(value: Json | undefined): readonly [lock: Key, token: number] | null {
  const [lock, token] = keyed(value) ?? [];
  return lock !== undefined && typeof token === 'number' ? [lock, token] : null;
}

/** Locks with fencing tokens: `acquire` of `[lock, null]` gives `[lock, token]`; `write` and `release` take it. */
export const fencedLockType = defineDataType<FencedLockMethods>({
  name: 'fenced-lock',
  summary: 'locks with fencing tokens: acquire, release, write what they guard',
  operations: {
    acquire: {
      needs: ['acquire'],
      serve(client, value) {
        const op = keyed(value);
        return (
          op &&
          client.acquire(op[0]).then((token) => {
            if (typeof token === 'number') return ok([op[0], token]);
            throw wrongAnswer('a token from acquire, a number', token);
          })
        );
      },
    },
    release: {
      needs: ['release'],
      serve(client, value) {
        const op = lockAndNumber(value);
        return op && client.release(...op).then(() => ok(value));
      },
    },
    write: {
      needs: ['writeGuarded'],
      serve(client, value) {
        const op = lockAndNumber(value);
        return (
          op &&
          client.writeGuarded(...op).then((accepted) => {
            if (typeof accepted === 'boolean') return ok([op[0], accepted]);
            throw wrongAnswer('true or false from writeGuarded', accepted);
          })
        );
      },
    },
  },
});
