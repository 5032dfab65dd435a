import type { ExecOptions, ExecResult } from '../harness/core/exec.js';

/** The network of one node: what acts on it runs commands there, however that is done. */
export interface NodeNetwork {
  /** `n1`, `n2`, … */
  readonly name: string;
  /** The IPv4 address of the node. */
  readonly address: string;
  /** Absent where the network is the node's alone: then all that goes over `eth0` is its own. */
  readonly shared?: SharedNetwork;
  /** Runs a command as root in the network namespace of the node, without a shell. */
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
}

/** What a node needs to know of a network that it shares with what is not of the run. */
export interface SharedNetwork {
  /** The network device by which the node reaches the others. */
  readonly device: string;
  /** IPv4 addresses of the other nodes and of the clients: only traffic with them is disturbed. */
  readonly others: readonly string[];
  /**
   * The connection by which commands come, which nothing may cut: whence, and to which port. Absent
   * where they come by another way than this network.
   */
  readonly control?: { readonly address: string; readonly port: number };
}
