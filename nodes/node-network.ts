import type { ExecOptions, ExecResult } from '../harness/core/node.js';

/** The network of one node: what acts on it runs commands there, however that is done. */
export interface NodeNetwork {
  /** `n1`, `n2`, … */
  readonly name: string;
  /** The IPv4 address of the node. */
  readonly address: string;
  /** Runs a command as root in the network namespace of the node, without a shell. */
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
}
