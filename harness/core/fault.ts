import type { Capabilities, CapabilityName } from './capabilities.js';
import type { Clock } from './clock.js';
import type { FaultAccount } from './fault-account.js';
import type { Json, JsonObject } from './json.js';
import type { KernelFeature } from './kernel.js';
import type { NodeLayout } from './layout.js';
import type { Log } from './log.js';
import type { Preset } from './preset.js';
import type { Random } from './random.js';
import type { FaultRecord } from './schedule.js';
import type { Health, RoleView } from './cluster-view.js';
import type { WriteRoles } from './write-roles.js';

/** What a fault may see and use. */
export interface FaultContext {
  readonly nodes: readonly string[];
  readonly layout: NodeLayout;
  /** Which roles take writes. */
  readonly writeRoles: WriteRoles;
  readonly capabilities: Capabilities;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Whether the cluster is whole, now. */
  health(): Promise<Health>;
  /** What each node says of itself, now. */
  roles(): Promise<readonly RoleView[]>;
}

/**
 * What faults take from a cluster while they last, and what their own proofs and healing need whole:
 * `node`: commands run on every node; `links`: packets pass between nodes; `reach`: the harness and
 * its clients reach every node; `processes`: those of the store run; `clocks`: wall clocks are as
 * they were set; `data`: files can be written; `members`: the group has the nodes it should have.
 */
export type Facet = 'node' | 'links' | 'reach' | 'processes' | 'clocks' | 'data' | 'members';

/**
 * Two faults may be active together on a node where neither disturbs what the other relies on. Steps
 * that would bring them together are refused; a random schedule heeds what they want as well.
 */
export interface Overlap {
  readonly disturbs: readonly Facet[];
  /** Without it the fault cannot be proven or healed. */
  readonly relies: readonly Facet[];
  /**
   * Of what it relies on: what it needs only when it begins and when it ends, since its effect outlasts
   * the lack of it. A clock that was set is still set when a killed process is back.
   */
  readonly outlasts?: readonly Facet[];
  /** Without it the fault may come to nothing: an election among nodes that are cut off. */
  readonly wants?: readonly Facet[];
  /** Whether it needs others than the nodes that it is about: a peer, or the rest of the group. */
  readonly ofGroup?: boolean;
  /** Whether the node starts anew: its processes, and all that was done to them, are gone. */
  readonly restartsNode?: boolean;
  /** Whether it is over on a node that starts anew, since it lives in the node's processes. */
  readonly endsWithNode?: boolean;
}

/**
 * One kind of fault. It says which f it serves and what it needs; every operation proves its
 * effect, and the healing is proven too.
 */
export interface Fault {
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly summary: string;
  /** How the effect is proven, in one line. */
  readonly provenBy: string;
  readonly needs: readonly CapabilityName[];
  /** What it needs of the kernel under the nodes; nothing when absent. */
  readonly kernel?: readonly KernelFeature[];
  /** What `--nemesis` may name of it. */
  readonly presets?: readonly Preset[];
  /** The fields of the value that it begins with, in words, one each; none where it takes none. */
  readonly value: readonly string[];
  /** The f that begins it (`start-partition`), and the one that ends it, if it does not itself. */
  readonly fs: readonly string[];
  /** What a fault begun with a value takes, and needs. */
  overlap(f: string, value: Json | undefined): Overlap;
  /**
   * The nodes that a fault begun with a valid value is about, or those that its end is about; `null`
   * where only its beginning tells, or where it needs others as well. Absent: `null`, always.
   */
  scope?(f: string, value: Json | undefined, nodes: readonly string[]): readonly string[] | null;
  /**
   * Checks a value at planning time.
   * @throws InputError when the value makes no sense.
   */
  validate(f: string, value: Json | undefined, nodes: readonly string[]): void;
  /** What a valid value needs beyond {@link needs}: `primaries`, where a role has to be looked up. */
  alsoNeeds?(
    f: string,
    value: Json | undefined,
    nodes: readonly string[],
  ): readonly CapabilityName[];
  /** Why a valid value can't be had where nodes do what they do; `null` where it can. */
  refusal?(f: string, value: Json | undefined, layout: NodeLayout): string | null;
  /**
   * What it says of itself when it has begun, by the effect that it has recorded. It is written into
   * the record, so that a stored run can be read without the fault. Absent: its f, and no more.
   */
  account?(f: string, effect: JsonObject): FaultAccount;
  /** An instance for one run. */
  create(context: FaultContext): ActiveFault;
}

/** A fault kind within one run. */
export interface ActiveFault {
  /** Runs one operation: resolves roles now, acts, and proves the effect. */
  invoke(f: string, value: Json | undefined): Promise<FaultRecord>;
  /** Ends whatever it began; `null` when there was nothing to end. Idempotent. */
  heal(): Promise<FaultRecord | null>;
  /**
   * Looks whether what it began is still in effect, and changes nothing; one sighting for each node
   * that is under the fault. While a fault lasts, the nemesis looks about once a second, and a last
   * time (`thorough`) right before the end. Absent where the fault does not last, where the store
   * itself may undo it, or where the fault looks by itself.
   */
  look?(thorough: boolean): Promise<readonly Sighting[]>;
}

/** What a look at a fault has seen on one node. */
export interface Sighting {
  readonly node: string;
  /** `null` where the node could not be looked at. */
  readonly inEffect: boolean | null;
  readonly words: readonly string[];
}

/** The intent of a fault as it is written into the invocation's value. */
export type FaultIntent = JsonObject;
