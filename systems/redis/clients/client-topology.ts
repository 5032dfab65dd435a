import type { ConnectionAccess } from '../access/access.js';

/** Where something listens. */
export interface Endpoint {
  readonly node: string;
  readonly host: string;
  readonly port: number;
}

/** What clients need to know of the cluster. */
export interface ClientTopology {
  readonly servers: readonly Endpoint[];
  readonly sentinels: readonly Endpoint[];
  /** Sentinel's name for the primary and its replicas. */
  readonly group: string;
  /** What clients connect with. */
  readonly access: Readonly<Record<'servers' | 'sentinels', ConnectionAccess>>;
}

/** Where programs ask for nothing and do not encrypt. */
export const OPEN_TO_CLIENTS: ClientTopology['access'] = { servers: {}, sentinels: {} };

/** Bound on opening a client: discovery, connect and handshake together. */
export const OPEN_TIMEOUT_MS = 2500;
