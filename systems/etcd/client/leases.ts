import { type Key, OpFailed } from '../../../harness/index.js';
import { textOf } from '../../json-text.js';
import { conditions, requests, transact } from '../gateway/kv.js';
import { grantAnswer } from '../gateway/messages.js';
import type { Session } from './session.js';

function nameOf(lease: Key): string {
  return `faultline/lease/${lease}`;
}

/** A lease of etcd that nobody keeps alive; it lasts so many whole seconds at least. */
export async function grant({ gateway }: Session, ttl_s: number): Promise<string> {
  return (await gateway.ask('/v3/lease/grant', { TTL: String(ttl_s) }, grantAnswer)).ID;
}

/** Leases: a key that holds the name of its holder, and ends with a lease of etcd. Each renewal has a lease of its own. */
export const leases = {
  async takeLease(
    session: Session,
    lease: Key,
    holder: string,
    duration_ms: number,
  ): Promise<void> {
    const name = nameOf(lease);
    const own = textOf(holder);
    const taking = requests.put(name, own, await grant(session, Math.ceil(duration_ms / 1000)));
    for (const condition of [conditions.absent(name), conditions.valueIs(name, own)]) {
      const { succeeded } = await transact(session.gateway, {
        compare: [condition],
        success: [taking],
      });
      if (succeeded) return;
    }
    throw new OpFailed('held', 'another one has the lease');
  },

  async endLease({ gateway }: Session, lease: Key, holder: string): Promise<void> {
    const name = nameOf(lease);
    const { succeeded } = await transact(gateway, {
      compare: [conditions.valueIs(name, textOf(holder))],
      success: [requests.remove(name)],
    });
    if (!succeeded) throw new OpFailed('not-held', 'the holder does not have the lease');
  },
};
