import { answer, defineDataType, ok, wrongAnswer } from '../data-type.js';
import type { LockMethods } from './lock.js';

/** What clients do with a lock that guards something: its tokens rise, and are shown with each write. */
export interface FencedLockMethods extends LockMethods {
  /**
   * Writes to what the lock guards, under the token that `acquire` gave; false where it was refused
   * because a later token was seen.
   */
  writeGuarded(token: number): Promise<boolean>;
}

/** A lock with fencing tokens: `acquire` gives one, `write` and `release` take it. */
export const fencedLockType = defineDataType<FencedLockMethods>({
  name: 'fenced-lock',
  summary: 'one lock with fencing tokens: acquire, release, write what it guards',
  operations: {
    acquire: {
      needs: ['acquire'],
      serve: (client) =>
        client.acquire().then((token) => {
          if (typeof token === 'number') return ok(token);
          throw wrongAnswer('a token from acquire, a number', token);
        }),
    },
    release: {
      needs: ['release'],
      serve: (client, token) =>
        typeof token === 'number' ? client.release(token).then(() => ok(token)) : null,
    },
    write: {
      needs: ['writeGuarded'],
      serve: (client, token) =>
        typeof token === 'number'
          ? client.writeGuarded(token).then((accepted) => ok(answer(accepted)))
          : null,
    },
  },
});
