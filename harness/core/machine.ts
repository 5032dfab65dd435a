/** What a program got that took all the processor time it could. */
export interface CpuBurn {
  readonly elapsed_ms: number;
  /** Processor time. */
  readonly used_ms: number;
  /** Periods of the kernel's scheduler in which the node had used up its quota. */
  readonly throttled_periods: number;
}

/** The nodes as machines: frozen whole, or short of processor time or memory. */
export interface Machine {
  /** Stops every process of a node at once, which none of them can notice. Idempotent. */
  freeze(node: string): Promise<void>;
  /** Lets them go on. Idempotent. */
  thaw(node: string): Promise<void>;
  frozen(node: string): Promise<boolean>;
  /** Whether a process of the node answers within the bound; its kernel's word does not count. */
  answers(node: string, timeout_ms: number): Promise<boolean>;
  /** Gives all processes of a node together so many per cent of one processor; `null`: no limit. */
  limitCpu(node: string, percent: number | null): Promise<void>;
  /** The limit in per cent of one processor, as the kernel tells inside the node; `null`: none. */
  cpuLimit(node: string): Promise<number | null>;
  /** Takes processor time on a node, as much as there is. */
  burn(node: string, duration_ms: number): Promise<CpuBurn>;
  /** Gives all processes of a node together so many bytes of memory, and no swap; `null`: no limit. */
  limitMemory(node: string, bytes: number | null): Promise<void>;
  /** The limit in bytes, as the kernel tells inside the node; `null`: none. */
  memoryLimit(node: string): Promise<number | null>;
  /**
   * Whether a program that takes so many bytes of memory on a node gets them. Where it does not,
   * the kernel kills it rather than another.
   */
  allocate(node: string, bytes: number): Promise<boolean>;
  /** Processes of a node that the kernel has killed so far for want of memory. */
  outOfMemoryKills(node: string): Promise<number>;
}

/** The power of the nodes as machines. One that is off has neither processes nor a network. */
export interface Power {
  /**
   * Takes a node's power away: nothing that it sends gets out from then on, no last word of its
   * dying processes either. What they had written to files is kept; or, where the node has a disk of
   * its own (`Disks`), only what had got there: what was not synced is lost. Idempotent.
   */
  cut(node: string, unsynced: 'kept' | 'lost'): Promise<void>;
  /**
   * Ends a node in good order: its processes are told to end (SIGTERM), and connections are closed.
   * Whether they all ended within the bound; the others are killed then. Idempotent.
   */
  shutDown(node: string, timeout_ms: number): Promise<boolean>;
  on(node: string): Promise<boolean>;
  /** Lets a node come back, in its network again, without any process of the store. Idempotent. */
  start(node: string): Promise<void>;
}
