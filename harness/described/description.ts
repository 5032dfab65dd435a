import type { AttachedContainers } from '../core/attached-containers.js';
import type { Capabilities, CapabilityName } from '../core/capabilities.js';
import type { ClientLifecycle, NodeAddress } from '../core/client-definition.js';
import type { ClientMode } from '../core/client.js';
import type { Clock } from '../core/clock.js';
import type { Fault } from '../core/fault.js';
import type { JsonObject } from '../core/json.js';
import type { ExecOptions, ExecResult } from '../core/exec.js';
import type { ImageSource, Programs, ProgramSpec } from '../core/programs.js';
import type { ChangedSetting } from '../core/setting.js';
import type { StoreEvent } from '../core/store-event.js';
import type { SshHosts } from '../core/ssh-hosts.js';
import type { WitnessView } from '../core/witness.js';

/** Options with the types of their defaults: of `false`, yes or no. */
export type Widened<Options> = {
  readonly [Name in keyof Options]: Options[Name] extends boolean
    ? boolean
    : Options[Name] extends number
      ? number
      : Options[Name] extends string
        ? string
        : Options[Name];
};

/** One node, before anything runs on it. */
export interface Place<Options> {
  readonly node: NodeAddress;
  /** All nodes, in their order. */
  readonly nodes: readonly NodeAddress[];
  readonly options: Options;
}

/** A node with the store's programs on it. */
export interface StoreNode extends NodeAddress {
  /** Runs a command beside the first program of the node: with its files, its user and its network. */
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** @throws EnvironmentError where the nodes run no programs: of a store inside the harness. */
  readonly programs: Programs;
}

/** The store of one run. */
export interface Cluster<Options, Store> {
  readonly nodes: readonly StoreNode[];
  readonly options: Options;
  /** What `setup` has returned; `undefined` before. */
  readonly store: Store;
  readonly clock: Clock;
  /** Aborts when the run is interrupted. */
  readonly signal: AbortSignal;
}

/** One node of it. */
export interface AtNode<Options, Store> extends Cluster<Options, Store> {
  readonly node: StoreNode;
}

/** What a node says of its role, and the name of the node that it follows. */
export type RoleAnswer = string | { readonly role: string; readonly follows?: string };

/** What a node says of its place in the replication. */
export type WitnessAnswer = Omit<WitnessView, 'node'> & {
  /** What it says of its role, where the same answer tells that, too: it is then not asked a second time. */
  readonly role?: RoleAnswer;
};

/**
 * A store whose programs the harness starts: in containers, from images as they are; or, with `ssh`, on
 * machines that are there already, from what is installed on them.
 */
export interface StartedByProgram<Options> {
  readonly runsOn?: 'containers';
  /** What runs on a node: one program or several, which share the node's network. */
  start(
    place: Place<Options>,
  ): ProgramSpec | readonly ProgramSpec[] | Promise<ProgramSpec | readonly ProgramSpec[]>;
  /** The image of programs that name none; not needed with `ssh`. */
  readonly image?: ImageSource;
  /** The machines to take for nodes, reached by your own `ssh`; containers where absent. */
  readonly ssh?: SshHosts;
  readonly attach?: never;
  /** Other names by which the nodes find each other, by position: `[['db'], ['cache']]`. */
  readonly aliases?: readonly (readonly string[])[];
  /** Whether each node is ready before the next one starts; all start together when absent. */
  readonly startsInTurn?: boolean;
  /** How long a node may take to be ready; 60 s when absent. */
  readonly readyWithin_ms?: number;
}

/** A store that somebody else has started in containers, which are left as they are. */
export interface Attached {
  readonly runsOn?: 'containers';
  readonly attach: AttachedContainers;
  readonly start?: never;
  readonly image?: never;
  readonly ssh?: never;
  /** How long a node may take to be ready; 60 s when absent. */
  readonly readyWithin_ms?: number;
}

/** A store that lives inside the harness: `setup` makes it, and its clients get it as `store`. */
export interface InProcess {
  readonly runsOn: 'in-process';
  readonly start?: never;
  readonly attach?: never;
}

/** What can be said of any store. Only name, summary and client must be; all else unlocks more. */
export interface StoreParts<Options extends JsonObject, Store> {
  readonly name: string;
  /** One line for `faultline list`. */
  readonly summary: string;
  readonly client: ClientLifecycle<unknown, NoInfer<Store>, NoInfer<Options>>;
  /** The modes that its clients have, the default first; `pinned` when absent. */
  readonly clientModes?: readonly [ClientMode, ...ClientMode[]];
  /** Nodes of a test that names no number; 3 when absent, or as many as `ssh` has hosts or `attach` has containers. */
  readonly nodeCount?: number;
  /** Own options with their defaults: texts, numbers, and yes or no. */
  readonly options?: Options;
  /** Why options make no sense for these nodes, in a sentence; nothing where they do. */
  check?(options: Options, nodes: readonly string[]): string | undefined;
  /**
   * Asked until it says nothing or `true`, and does not throw. Absent: until a client can be opened.
   */
  ready?(at: AtNode<Options, undefined>): Promise<boolean | void> | boolean | void;
  /** Once all nodes are ready: makes tables, joins nodes. What it returns is given to every client. */
  setup?(cluster: Cluster<Options, undefined>): Promise<Store> | Store;
  /** Ends what `setup` has begun. */
  teardown?(cluster: Cluster<Options, Store>): Promise<void> | void;
  /** The role that a node says it has now; with it come faults that target the primary or the leader. */
  role?(at: AtNode<Options, Store>): Promise<RoleAnswer> | RoleAnswer;
  /**
   * What a node says of its place in the replication, or `null`; asked ten times a second. Stored with the run, and
   * what explains lost writes by offsets.
   */
  witness?(at: AtNode<Options, Store>): Promise<WitnessAnswer | null> | WitnessAnswer | null;
  /**
   * Tells what programs of the store publish, such as an election, from now until what it returns is called. Stored with
   * the run, and drawn in its report.
   */
  listen?(
    cluster: Cluster<Options, Store>,
    tell: (event: StoreEvent) => void,
  ): Promise<() => Promise<void> | void> | (() => Promise<void> | void);
  /** Roles whose nodes take writes; `primary` and `leader` when absent. */
  readonly takesWrites?: readonly string[];
  /** Whether several nodes take writes at a time by right, each its own part of the data. One when absent. */
  readonly severalPrimaries?: boolean;
  /** Codes of OpFailed by which a node refuses a write because of its role; `readonly` and `not-primary` when absent. */
  readonly refusalCodes?: readonly string[];
  /** Whether nodes pass writes on to the leader: an answer then says nothing about the role of the node that gave it. */
  readonly passesWritesOn?: boolean;
  /** What is missing for the store to be whole; nothing where it is. Absent: every node is ready. */
  health?(cluster: Cluster<Options, Store>): Promise<readonly string[]> | readonly string[];
  /** The version of the store on a node, as it says itself. */
  version?(at: AtNode<Options, Store>): Promise<string> | string;
  /**
   * The time that a program of a node tells itself, as a Date or in milliseconds since 1970: asked of
   * the store, as by a query for its clock, and not of a command beside it. With it come faults of
   * clocks. `null` for a program that tells none: its clock is then left alone.
   */
  time?(
    at: AtNode<Options, undefined> & { readonly program: string },
  ): Promise<Date | number | null> | Date | number | null;
  /**
   * Which files below the `dataFolders` of its programs hold its data: paths that match, by names of
   * kinds. Of each kind that one is meant which was written last. With them come faults that damage files.
   */
  readonly dataFiles?: Readonly<Record<string, RegExp>>;
  /** Files of a node's first program to keep with a run, beside what every program prints. */
  readonly logs?: readonly string[];
  /** Faults that this store alone has. */
  readonly faults?: readonly Fault[];
  /** What faults may act through beside the nodes and their programs. */
  readonly capabilities?: {
    readonly [Name in keyof Capabilities]?: (
      cluster: Cluster<Options, Store>,
    ) => NonNullable<Capabilities[Name]>;
  };
  /** Why a capability is missing, where there is more to say than its absence. */
  readonly refusals?: Readonly<Partial<Record<CapabilityName, string>>>;
  /** What differs from the store's own defaults with these options. */
  changedSettings?(options: Options): readonly ChangedSetting[];
}

/** What a store is: how it starts, when it is ready, and how a client talks to it. */
export type SystemDescription<Options extends JsonObject, Store> = StoreParts<Options, Store> &
  (StartedByProgram<Options> | Attached | InProcess);
