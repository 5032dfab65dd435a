import type { Completion, Invocation, Process } from './op.js';

/**
 * Which node a client talks to.
 *
 * - `pinned`: that of its process, whatever its role: it reads from replicas as well.
 * - `primary`: the one that said it is the primary when the connection was opened.
 * - `smart`: the one that the system's own discovery names, and it follows when that changes.
 */
export type ClientMode = (typeof CLIENT_MODES)[number];

export const CLIENT_MODES = ['pinned', 'primary', 'smart'] as const;

/** One open connection, used by one process at a time. Never sends an op twice. */
export interface Client {
  /**
   * Sends one op and tells what came of it. A rejection counts as `info`: it may have happened.
   */
  invoke(op: Invocation): Promise<Completion>;
  /** False once the connection can't serve another op; it is then closed and a new one opened. */
  readonly usable: boolean;
  /** Ends the connection at once; pending ops reject. Never rejects itself. */
  close(): Promise<void>;
}

/** Opens clients of one kind for one system. */
export interface ClientSource {
  /**
   * Opens a connection that has been proven to answer. A rejection means that nothing was sent:
   * the op it was opened for is recorded as `fail`.
   */
  open(request: { readonly process: Process; readonly node: string }): Promise<Client>;
}
