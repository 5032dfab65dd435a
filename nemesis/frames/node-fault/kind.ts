import type { z } from 'zod';
import type { CapabilityName } from '../../../harness/core/capabilities.js';
import type { FaultContext, Overlap } from '../../../harness/core/fault.js';
import type { Json, JsonObject } from '../../../harness/core/json.js';
import type { NodeLayout } from '../../../harness/core/layout.js';
import type { Preset } from '../../../harness/core/preset.js';
import type { Random } from '../../../harness/core/random.js';
import type { Harm } from '../node-account.js';
import type { KernelFeature } from '../../../harness/core/kernel.js';

/** What came up on one node, for the record. */
export interface Note {
  /** In words, one for each thing that was looked at. */
  readonly words: readonly string[];
  /** Figures for the record: achieved offsets, rates. */
  readonly measured?: JsonObject;
}

/** What one node was found to be. */
export interface Finding extends Note {
  readonly asExpected: boolean;
}

/** A node under a fault, or about to be. */
export interface OnNode<Degree> {
  readonly context: FaultContext;
  readonly node: string;
  /** What the fault's value says besides the target. */
  readonly degree: Degree;
  /** What {@link NodeFaultKind.remember} saw before the fault first began on this node. */
  readonly before: JsonObject;
  /** What {@link NodeFaultKind.begin} measured on this node. */
  readonly begun: JsonObject;
  /** All nodes that are under the fault now, this one among them, each with its degree. */
  readonly under: ReadonlyMap<string, Degree>;
  /** When the last beginning (or end) had been ordered, in nanoseconds of the run's clock. */
  readonly since_ns: number;
}

/** A fault that nodes are under from its `start-` to its `stop-`, each as much as its degree says. */
export interface NodeFaultKind<Degree extends JsonObject> {
  readonly name: string;
  readonly summary: string;
  readonly provenBy: string;
  readonly needs: readonly CapabilityName[];
  /** What it needs of the kernel under the nodes; nothing when absent. */
  readonly kernel?: readonly KernelFeature[];
  readonly overlap: Overlap;
  /** What `--nemesis` may name of it. */
  readonly presets?: readonly Preset[];
  /** What it does to the store on a node, for whoever judges the run; nothing special when absent. */
  readonly harm?: Harm;
  /** Whether it leaves the store on a node alone, though it falls on it. */
  readonly spares?: (on: OnNode<Degree>) => boolean;
  /** Of the value: a `target` (a node, a role or `all`), and the degree. */
  readonly schema: z.ZodType<Degree & { readonly target: string }>;
  /** Nodes without which the fault cannot be proven, and why. */
  readonly leastNodes?: { readonly count: number; readonly because: string };
  /** What the value says is wrong beyond its schema; `null` where nothing is. */
  readonly problem?: (degree: Degree, target: string, nodes: readonly string[]) => string | null;
  /** Where some nodes only can be under the fault: those that do this. */
  readonly on?: keyof NodeLayout;
  /** Why the degree can't be had where nodes do what they do; `null` where it can. */
  readonly refusal?: (degree: Degree, target: string, layout: NodeLayout) => string | null;
  /** Where not every node can be under the fault: which can, and what the others lack. */
  readonly applies?: {
    readonly to: (context: FaultContext, node: string, degree: Degree) => boolean;
    readonly because: (degree: Degree) => string;
  };
  /** What the degree means on a node at this moment, where it speaks of others by their role. */
  readonly resolve?: (
    context: FaultContext,
    node: string,
    degree: Degree,
    random: Random,
  ) => Promise<Degree>;
  /**
   * Looks at what the end has to bring back, before the fault begins. Of a node that is under the
   * fault already, what was seen first stands, name by name.
   */
  readonly remember?: (context: FaultContext, node: string, degree: Degree) => Promise<JsonObject>;
  /** Whether nodes are begun and ended one after the other; all at once when absent. */
  readonly oneByOne?: boolean;
  /** Begins it; what was done goes into the record, and what was measured is known from then on. */
  readonly begin: (on: OnNode<Degree>) => Promise<Note | void>;
  /**
   * What has to follow on a node that is under the fault already, before it is as it shall be:
   * others are told of it. The effect then says when the fault had begun (`inEffectAfter_ms`).
   */
  readonly settle?: (on: OnNode<Degree>) => Promise<void>;
  /** Looks whether a node is as the fault wants it. */
  readonly bites: (on: OnNode<Degree>) => Promise<Finding>;
  /**
   * Looks whether a node that is under the fault still is, without a change and as cheaply as can be:
   * about once a second while the fault lasts. {@link bites} when absent.
   */
  readonly holds?: (on: OnNode<Degree>) => Promise<Finding>;
  /**
   * The same right before the end; {@link bites} when absent. Where that would cost the store much,
   * and {@link holds} reads the effect itself back, it is that.
   */
  readonly held?: (on: OnNode<Degree>) => Promise<Finding>;
  /** Whether the store itself may undo the fault: then nobody looks whether it lasts. */
  readonly mayBeUndone?: boolean;
  /** Ends it; what it came upon goes into the record: that the store had undone the fault before. */
  readonly end: (on: OnNode<Degree>) => Promise<Note | void>;
  /** Looks whether a node is as if there had been no fault. */
  readonly healed: (on: OnNode<Degree>) => Promise<Finding>;
  /** What stands in the effect for a node; its degree when absent. */
  readonly recorded?: (on: OnNode<Degree>) => Json;
}
