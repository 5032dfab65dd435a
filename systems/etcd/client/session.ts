import type { Clock, OpenRequest } from '../../../harness/index.js';
import { Gateway } from '../gateway/gateway.js';
import type { EtcdOptions } from '../options.js';

/** What a client works with: a connection to the member of its node. */
export interface Session {
  readonly gateway: Gateway;
  /** Whether what only reads is answered from what the member holds. */
  readonly serializable: boolean;
  /** Seconds after which a lock that nobody gave back is free again; 0 for never. */
  readonly lockTtl_s: number;
  readonly clock: Clock;
  /** A name that nobody else gives, at each call. */
  readonly uniqueName: () => string;
}

/** Begins a session. Sends nothing yet. */
export function sessionOf({
  node,
  options,
  process,
  clock,
}: OpenRequest<unknown, EtcdOptions>): Session {
  const names = { prefix: `${process}-${clock.now()}`, given: 0 };
  return {
    gateway: new Gateway(node.address),
    serializable: options.reads === 'serializable',
    lockTtl_s: options.lockTtl_s,
    clock,
    uniqueName() {
      names.given += 1;
      return `${names.prefix}-${names.given}`;
    },
  };
}
