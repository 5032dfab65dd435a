import type { AttachedContainers } from './attached-containers.js';
import type { Health, RoleView } from './cluster-view.js';
import type { ClientDefinition } from './client-definition.js';
import type { ClientMode, ClientSource } from './client.js';
import type { Clock } from './clock.js';
import type { Capabilities, CapabilityName } from './capabilities.js';
import type { Fault } from './fault.js';
import type { DataType } from './data-type.js';
import type { JsonObject } from './json.js';
import type { NodeLayout } from './layout.js';
import type { Log } from './log.js';
import type { Node } from './node.js';
import type { ImageSource } from './programs.js';
import type { ChangedSetting } from './setting.js';
import type { SshHosts } from './ssh-hosts.js';
import type { StoreEvent } from './store-event.js';
import type { Witnessed } from './witness.js';
import type { WriteRoles } from './write-roles.js';

export interface SystemContext {
  readonly nodes: readonly Node[];
  readonly options: JsonObject;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Names of the faults' capabilities that this run will use. */
  readonly capabilitiesNeeded: readonly string[];
}

/** What a program has written on a node, and is worth keeping with the run. */
export interface NodeLog {
  readonly node: string;
  /** The name of the file that keeps it. */
  readonly file: string;
  /** At most its last bytes; `null` where there is nothing. */
  read(tail_bytes: number): Promise<string | null>;
}

/** A store that is running (or about to) on the nodes of one run. */
export interface System {
  /**
   * Configures and starts the store; ends when it is proven: roles agree, every link is up,
   * a write is read back everywhere, and the data is empty again.
   * @throws AwaitTimeoutError with the tail of the node's log.
   */
  setup(): Promise<void>;
  /** Looks once; does not wait. */
  health(): Promise<Health>;
  /** What each node says of itself, now. */
  roles(): Promise<readonly RoleView[]>;
  /**
   * What each node says of its place in the replication, and of its role, now; absent where the store does not tell.
   * Where a node is asked for the two apart, they may contradict each other for a moment.
   */
  witness?(): Promise<Witnessed>;
  /**
   * Tells what programs of the store publish, from now until the teardown; absent where none does. Ends when it
   * listens to each, or knows that one cannot be reached: that one is tried again.
   */
  listen?(tell: (event: StoreEvent) => void): Promise<void>;
  /** Name and version of each program, as it reports them. */
  versions(): Promise<Readonly<Record<string, string>>>;
  clients(dataType: DataType, mode: ClientMode): ClientSource;
  logs(): readonly NodeLog[];
  /** What faults may act through. */
  readonly capabilities: Capabilities;
  /** Closes every connection that the system itself holds. The nodes are the pool's to stop. */
  teardown(): Promise<void>;
}

/** A store that can be tested. */
export interface SystemDefinition {
  readonly name: string;
  readonly summary: string;
  /** `in-process` systems need no engine; verdicts on them are called simulated. */
  readonly runsOn: 'containers' | 'hosts' | 'in-process';
  /** The machines that are its nodes; of systems on `hosts` alone. */
  readonly ssh?: SshHosts;
  /** The containers that are its nodes, where somebody else starts them. */
  readonly attach?: AttachedContainers;
  /**
   * The image of a node, in which the system starts its programs itself by `exec` and `spawn`; it needs
   * `sh`, `perl` and the usual tools. `null` where programs bring their own, and for in-process systems.
   */
  readonly image: ImageSource | null;
  /** The image with these options, where it depends on them: on a version of the store. */
  imageWith?(options: JsonObject): ImageSource;
  readonly defaultNodeCount: number;
  /** Other names by which its nodes find each other, by position. */
  readonly aliases?: readonly (readonly string[])[];
  /** Its methods say which data types the store serves. */
  readonly client: ClientDefinition;
  /** The modes that its clients have; a test that names none gets the first. */
  readonly clientModes: readonly [ClientMode, ...ClientMode[]];
  /** Names of the capabilities that it offers; others are refused at planning time. */
  readonly capabilities: readonly CapabilityName[];
  /** Which roles take writes, and how the others refuse them; {@link COMMON_WRITE_ROLES} when absent. */
  readonly roles?: WriteRoles;
  /** Faults that this store alone has; they are known wherever the system is. */
  readonly faults?: readonly Fault[];
  /** Why a capability is missing, where there is more to say than its absence. */
  readonly refusals?: Readonly<Partial<Record<CapabilityName, string>>>;
  /** Why a capability cannot be had with these options, where it depends on them. */
  refusalsWith?(options: JsonObject): Readonly<Partial<Record<CapabilityName, string>>>;
  /** What differs from the store's own defaults with these options; absent where there are none. */
  changedSettings?(options: JsonObject): readonly ChangedSetting[];
  /** Options with their defaults; given ones are checked against their types. */
  readonly defaults: JsonObject;
  /**
   * Which nodes do what, by the options; absent where every node holds data and nobody watches.
   * @throws InputError when the options make no sense for these nodes.
   */
  layout?(options: JsonObject, nodes: readonly string[]): NodeLayout;
  create(context: SystemContext): System;
}
