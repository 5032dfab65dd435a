import { answer, defineDataType, ok } from '../data-type.js';
import type { Json } from '../json.js';
import { type Key, keyed } from './keyed.js';

/** What clients do with locks, each of which has a name. A request that is refused throws an OpFailed. */
export interface LockMethods {
  /** Takes the lock; gives its fencing token, or nothing where the store has none. */
  acquire(lock: Key): Promise<unknown>;
  /** Gives the lock back; with the token that `acquire` gave. */
  release(lock: Key, token: Json): Promise<unknown>;
}

/** Locks: `acquire` of `[lock, null]` gives `[lock, token]`, which `release` takes. */
export const lockType = defineDataType<LockMethods>({
  name: 'lock',
  summary: 'locks: acquire, release',
  operations: {
    acquire: {
      needs: ['acquire'],
      serve(client, value) {
        const op = keyed(value);
        return op && client.acquire(op[0]).then((token) => ok([op[0], answer(token)]));
      },
    },
    release: {
      needs: ['release'],
      serve(client, value) {
        const op = keyed(value);
        return op && client.release(op[0], op[1] ?? null).then(() => ok(value));
      },
    },
  },
});
