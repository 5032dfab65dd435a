import { defineDataType, ok } from '../data-type.js';
import type { Json } from '../json.js';

/** What clients do with a lease: a lock that ends by itself. */
export interface LeaseMethods {
  /** Takes the lease for so long, or prolongs it where the holder has it; an OpFailed while another has it. */
  takeLease(holder: string, duration_ms: number): Promise<unknown>;
  /** Ends the lease; an OpFailed where the holder has none. */
  endLease(holder: string): Promise<unknown>;
}

function leaseOf(value: Json | undefined): readonly [string, number] | null {
  if (!Array.isArray(value)) return null;
  const [holder, duration_ms] = value as readonly Json[];
  return typeof holder === 'string' && typeof duration_ms === 'number'
    ? [holder, duration_ms]
    : null;
}

/** One lease: `acquire` of `[holder, duration_ms]`, `release` of `holder`. */
export const leaseType = defineDataType<LeaseMethods>({
  name: 'lease',
  summary: 'one lease: acquire it for a time, release it',
  operations: {
    acquire: {
      needs: ['takeLease'],
      serve(client, value) {
        const lease = leaseOf(value);
        return lease && client.takeLease(...lease).then(() => ok(value));
      },
    },
    release: {
      needs: ['endLease'],
      serve: (client, holder) =>
        typeof holder === 'string' ? client.endLease(holder).then(() => ok(holder)) : null,
    },
  },
});
