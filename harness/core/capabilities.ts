import type { JsonObject } from './json.js';
import type { Machine, Power } from './machine.js';
import type { DataFiles, Disks, Files } from './storage.js';

/** How a cut link treats packets. */
export type CutMethod = 'drop' | 'tcp-reset';

/**
 * Who no longer hears whom: for each endpoint (a node, or `clients`) the endpoints whose packets
 * it discards. A symmetric cut has both directions.
 */
export type Grudge = Readonly<Record<string, readonly string[]>>;

/** The network between the nodes, and between nodes and clients. */
export interface Links {
  /** Adds to what is cut already. */
  cut(grudge: Grudge, method: CutMethod): Promise<void>;
  /**
   * What a node's kernel discards because of {@link cut}, in the form of a grudge: whose packets do not
   * get into the node, and whether its own do not get to the clients.
   */
  cutAt(node: string): Promise<Grudge>;
  /** Removes everything that {@link cut} added, and nothing else. Idempotent. */
  heal(): Promise<void>;
  /** Whether a new packet gets from one endpoint to the other and is answered, within the bound. */
  probe(from: string, to: string, timeout_ms: number): Promise<boolean>;
  /**
   * Packets that each endpoint (every node, and `clients`) discarded because of {@link cut},
   * since the last {@link heal}.
   */
  discarded(): Promise<Readonly<Record<string, number>>>;
}

/** What becomes of a burst of packets from one node to another. */
export interface Burst {
  readonly sent: number;
  readonly arrived: number;
  /** From the first packet until the last one had left the sender. */
  readonly elapsed_ms: number;
}

/** What becomes of the packets that a node sends, apart from being slowed. */
export type Disturbance =
  /** Each is late by the delay, give or take the jitter, evenly distributed. */
  | { readonly kind: 'delay'; readonly delay_ms: number; readonly jitter_ms: number }
  /** A share, chosen at random, overtakes the others, which are late by the delay. */
  | { readonly kind: 'reorder'; readonly percent: number; readonly delay_ms: number }
  /** A share, chosen at random, is sent twice. */
  | { readonly kind: 'duplicate'; readonly percent: number }
  /** In a share, chosen at random, one bit is turned over. */
  | { readonly kind: 'corrupt'; readonly percent: number };

/** What became of datagrams that were numbered from 0 and sent without a checksum. */
export interface NumberedBurst {
  readonly sent: number;
  /** In the order of their arrival: the number of each that came as it was sent, else `null`. */
  readonly arrived: readonly (number | null)[];
}

/** The quality of the network: links that lose packets, are slow, or disturb what they carry. */
export interface Traffic {
  /** Lets each of the nodes discard so many per cent of the packets that reach it, at random. */
  lose(nodes: readonly string[], percent: number): Promise<void>;
  /** Lets each of the nodes send no faster than so many kilobits per second. */
  slow(nodes: readonly string[], rate_kbit: number): Promise<void>;
  /** Lets this become of all packets that each of the nodes sends, and of nothing else. */
  disturb(nodes: readonly string[], disturbance: Disturbance): Promise<void>;
  /**
   * The rules that the kernel has for a node's traffic, as it tells them: the same text as long as
   * nobody changes them; empty where there are none.
   */
  rules(node: string): Promise<string>;
  /** Undoes all of that on these nodes. Idempotent. */
  restore(nodes: readonly string[]): Promise<void>;
  /** Sends packets that nobody answers, of so many bytes on the wire, as fast as the link takes them. */
  burst(from: string, to: string, packets: number, size_bytes: number): Promise<Burst>;
  /**
   * Lets one node greet the kernel of another so many times; the milliseconds until each answer
   * that came within the bound.
   */
  roundTrips(
    from: string,
    to: string,
    count: number,
    timeout_ms: number,
  ): Promise<readonly number[]>;
  /** Sends numbered datagrams; waits so long for the next one before it takes them for all. */
  numbered(from: string, to: string, count: number, linger_ms: number): Promise<NumberedBurst>;
}

/** Which nodes hold which role, in the eyes of the store's own majority. */
export interface Primaries {
  /** The node that the majority takes for primary (or leader); `null` when there is none now. */
  primary(): Promise<string | null>;
  /**
   * Where several nodes take writes at a time, each its own part of the data: all of them. Absent where
   * there is one.
   */
  all?(): Promise<readonly string[]>;
}

/** The store's own switch of the primary. */
export interface Failover {
  /** Asks for it, and ends when the store has accepted; who was asked and what it answered. */
  failover(): Promise<JsonObject>;
}

/** Descriptors of a process: files and connections. */
export interface Descriptors {
  readonly open: number;
  /** How many it may have open (the soft limit), as the kernel says. */
  readonly limit: number;
}

/** A process of the store on a node. */
export interface Processes {
  /** Names of the processes on a node. */
  list(node: string): readonly string[];
  /** Names of those that hold no data, and only watch those that do. */
  readonly watchers?: readonly string[];
  signal(node: string, process: string, signal: 'KILL' | 'TERM' | 'STOP' | 'CONT'): Promise<void>;
  start(node: string, process: string): Promise<void>;
  /** Whether it runs, is stopped (SIGSTOP), or is gone, as the kernel says. */
  state(node: string, process: string): Promise<'running' | 'stopped' | 'gone'>;
  /** What tells one start of a process from the next, as the kernel says; `null` where it is gone. */
  incarnation(node: string, process: string): Promise<string | null>;
}

/** What a process of the store on a node may have open. */
export interface DescriptorLimits {
  /** @throws where the process is gone. */
  descriptors(node: string, process: string): Promise<Descriptors>;
  /** Lets a running process have so many descriptors open; those that are open stay. */
  limitDescriptors(node: string, process: string, limit: number): Promise<void>;
}

/** How a wall clock shall differ from the host's. */
export interface Skew {
  /** Milliseconds ahead of the host's clock when it is set; negative: behind. */
  readonly offset_ms: number;
  /** Seconds that it then passes per true second; 1 for no drift. */
  readonly rate: number;
}

/**
 * The wall clocks of the store's processes. Monotonic clocks stay true: a backward jump of those
 * would hang timers, which no real clock fault does.
 */
export interface Clocks {
  /**
   * Sets the clocks of all processes of the store on a node, from now on; ends a strobe. Tells of each
   * process when it began, in nanoseconds of the run's clock: a drift counts from then.
   */
  set(node: string, skew: Skew): Promise<Readonly<Record<string, number>>>;
  /**
   * Lets the clocks of a node jump to and fro between an offset and the truth, each for so long,
   * until they are {@link set}.
   */
  strobe(node: string, offset_ms: number, every_ms: number): Promise<void>;
  /** How often the clocks of a node have jumped since their {@link strobe} began. */
  jumps(node: string): Promise<number>;
  /**
   * How far each process' clock is ahead of the host's now, in milliseconds, as the process
   * itself tells.
   */
  offsets_ms(node: string): Promise<Readonly<Record<string, number>>>;
}

/** Whether the store on a node serves its clients. */
export interface Serving {
  /** Whether a question over a new connection is answered within the bound. */
  serves(node: string, timeout_ms: number): Promise<boolean>;
}

/** What faults of this package may need of a system or its nodes. */
export interface CommonCapabilities {
  readonly links?: Links;
  readonly traffic?: Traffic;
  readonly machine?: Machine;
  readonly power?: Power;
  readonly disks?: Disks;
  readonly files?: Files;
  readonly dataFiles?: DataFiles;
  readonly primaries?: Primaries;
  readonly failover?: Failover;
  readonly processes?: Processes;
  readonly descriptors?: DescriptorLimits;
  readonly serving?: Serving;
  readonly clocks?: Clocks;
}

/**
 * All that a fault may need of a system; what is absent makes the fault unsupported. What only some
 * store has stands beside the others under a name of its own: see {@link defineCapability}.
 */
export interface Capabilities extends CommonCapabilities {
  readonly [own: string]: unknown;
}

/** A name of {@link CommonCapabilities}, or one of a store's own. */
export type CapabilityName = keyof CommonCapabilities | (string & {});
