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
}

/** Bound on opening a client: discovery, connect and handshake together. */
export const OPEN_TIMEOUT_MS = 2500;
