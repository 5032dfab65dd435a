import type { ExecOptions, ExecResult } from './exec.js';
import type { Capabilities } from './capabilities.js';
import type { ImageSource, Programs } from './programs.js';

/**
 * Where a system keeps all it writes on a node: data, configuration, logs. It is there and empty
 * when a run begins; so are /tmp, /var/tmp and /dev/shm. A node that was written to elsewhere is
 * made anew for the next run, which takes longer.
 */
export const DATA_FOLDER = '/data';

/** Where libfaketime is on a node that is given one, for programs whose clocks shall be set. */
export const FAKETIME_LIBRARY = '/usr/lib/faultline/libfaketime.so.1';

/** A folder of a node that its programs in containers see, too, and can't write. */
export const FAKETIME_CLOCKS = '/usr/lib/faultline/clocks';

/** A machine of the cluster: a container in docker/, a stub in tests. */
export interface Node {
  /** `n1`, `n2`, … */
  readonly name: string;
  /** An IPv4 address that the host and the other nodes reach. */
  readonly address: string;
  /**
   * Runs a command to its end, as root, without a shell.
   * @throws EnvironmentError when the engine or the node is gone, or the bound is passed.
   */
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /**
   * Starts a long-running process that outlives the call, its output appended to `logFile`, which
   * begins anew when it has grown past 32 MiB. Ends when the process was started, not when it is
   * ready.
   */
  spawn(
    command: readonly string[],
    options: { readonly logFile: string; readonly env?: Readonly<Record<string, string>> },
  ): Promise<void>;
  /** Reads a text file, at most its last `tail_bytes`; `null` when it is not there. */
  readFile(path: string, tail_bytes?: number): Promise<string | null>;
  /** Replaces a file atomically (writes beside it, then renames); its folder is made. */
  writeFile(path: string, content: string): Promise<void>;
  /** The programs of the store that the node's pool runs for it; absent where it can run none. */
  readonly programs?: Programs;
}

/** Every node is reached from the host, where the clients run, under this name. */
export const CLIENTS = 'clients';

/** What a run asks of a pool of nodes. */
export interface NodeRequest {
  readonly names: readonly string[];
  /**
   * The image of a store that is started with the nodes' `exec` and `spawn`. Absent: the nodes have but
   * a sandbox, and run programs.
   */
  readonly image?: ImageSource;
  /** Other names by which nodes find each other, by position: of the first node, of the second. */
  readonly aliases?: readonly (readonly string[])[];
  /** Whether each node's {@link DATA_FOLDER} shall be a disk of its own; then the set offers `disks`. */
  readonly disks?: boolean;
}

/** The nodes of one run, and what faults may act through at the level of the machine. */
export interface NodeSet {
  readonly nodes: readonly Node[];
  /** Links between nodes, freezer, …; a system's own capabilities are added to these. */
  readonly capabilities: Capabilities;
}

/**
 * Nodes for the runs of one command. They are kept between runs and reset: processes killed,
 * data wiped, rules flushed, clocks back.
 */
export interface NodePool {
  /** Clean nodes under the names asked for; starts what is missing, resets what is there. */
  acquire(request: NodeRequest, signal: AbortSignal): Promise<NodeSet>;
  /** Stops and removes everything that this pool created. Idempotent. */
  dispose(): Promise<void>;
}
