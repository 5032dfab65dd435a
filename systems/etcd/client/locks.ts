import { type Json, type Key, OpFailed } from '../../../harness/index.js';
import { conditions, requests, transact } from '../gateway/kv.js';
import { grant } from './leases.js';
import type { Session } from './session.js';

function namesOf(lock: Key): { readonly held: string; readonly guarded: string } {
  return { held: `faultline/lock/${lock}`, guarded: `faultline/guarded/${lock}` };
}

/** A token as a text whose order is that of the numbers. */
function inOrder(token: number): string {
  return String(token).padStart(20, '0');
}

/** Locks, whose tokens are the revisions at which they were taken; and what they guard. */
export const locks = {
  async acquire(session: Session, lock: Key): Promise<number> {
    const { held } = namesOf(lock);
    const lease = session.lockTtl_s === 0 ? undefined : await grant(session, session.lockTtl_s);
    const { succeeded, revision } = await transact(session.gateway, {
      compare: [conditions.absent(held)],
      success: [requests.put(held, '', lease)],
    });
    if (!succeeded) throw new OpFailed('held', 'the lock is held');
    return revision;
  },

  async release({ gateway }: Session, lock: Key, token: Json): Promise<void> {
    const { held } = namesOf(lock);
    const { succeeded } = await transact(gateway, {
      compare: [conditions.createdAt(held, Number(token))],
      success: [requests.remove(held)],
    });
    if (!succeeded) throw new OpFailed('not-held', 'the lock is not held under this token');
  },

  async writeGuarded({ gateway }: Session, lock: Key, token: number): Promise<boolean> {
    const { guarded } = namesOf(lock);
    const { succeeded: outdated } = await transact(gateway, {
      compare: [conditions.valueAbove(guarded, inOrder(token))],
      success: [],
      failure: [requests.put(guarded, inOrder(token))],
    });
    return !outdated;
  },
};
