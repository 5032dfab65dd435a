import { answer, defineDataType, ok } from '../data-type.js';
import type { Json } from '../json.js';

/** What clients do with a lock. One that is refused throws an OpFailed. */
export interface LockMethods {
  /** Takes the lock; gives its fencing token, or nothing where the store has none. */
  acquire(): Promise<unknown>;
  /** Gives the lock back; with the token that `acquire` gave, where the workload keeps it. */
  release(token: Json): Promise<unknown>;
}

/** One lock: `acquire` gives a token or `null`, `release` takes it. */
export const lockType = defineDataType<LockMethods>({
  name: 'lock',
  summary: 'one lock: acquire, release',
  operations: {
    acquire: {
      needs: ['acquire'],
      serve: (client) => client.acquire().then((token) => ok(answer(token))),
    },
    release: {
      needs: ['release'],
      serve: (client, token = null) => client.release(token).then(() => ok(token)),
    },
  },
});
