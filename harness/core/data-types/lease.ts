import { defineDataType, ok } from '../data-type.js';
import { elementsOf } from '../json.js';
import { type Key, keyed } from './keyed.js';

/** What clients do with leases, each of which has a name. A lease is a lock that ends by itself. */
export interface LeaseMethods {
  /** Takes the lease for so long, or prolongs it where the holder has it; an OpFailed while another has it. */
  takeLease(lease: Key, holder: string, duration_ms: number): Promise<unknown>;
  /** Ends the lease; an OpFailed where the holder does not have it. */
  endLease(lease: Key, holder: string): Promise<unknown>;
}

/** Leases: `acquire` of `[lease, [holder, duration_ms]]`, `release` of `[lease, holder]`. */
export const leaseType = defineDataType<LeaseMethods>({
  name: 'lease',
  summary: 'leases: acquire one for a time, release it',
  operations: {
    acquire: {
      needs: ['takeLease'],
      serve(client, value) {
        const [lease, of] = keyed(value) ?? [];
        const [holder, duration_ms] = elementsOf(of);
        if (lease === undefined || typeof holder !== 'string' || typeof duration_ms !== 'number') {
          return null;
        }
        return client.takeLease(lease, holder, duration_ms).then(() => ok(value));
      },
    },
    release: {
      needs: ['endLease'],
      serve(client, value) {
        const [lease, holder] = keyed(value) ?? [];
        if (lease === undefined || typeof holder !== 'string') return null;
        return client.endLease(lease, holder).then(() => ok(value));
      },
    },
  },
});
