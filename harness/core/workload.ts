import type { DataType } from './data-type.js';
import type { Generator } from './generator/generator.js';
import type { Json, JsonObject } from './json.js';
import type { PlannedModel } from './model.js';
import type { Random } from './random.js';

/** What a workload's generators may depend on. */
export interface WorkloadContext {
  readonly random: Random;
  readonly concurrency: number;
  /** Nodes that hold data. */
  readonly nodeCount: number;
  /** The workload's own options, already validated. */
  readonly options: JsonObject;
  /** The operations of the data type that the store's client serves: the optional ones may be absent. */
  readonly operations: ReadonlySet<string>;
}

/** What the final reads may depend on besides. */
export interface FinalContext extends WorkloadContext {
  /** The keys of all ops that clients have sent, in the order of their first use: of `[key, v]`. */
  readonly keys: readonly Json[];
}

/** What clients do, and which checkers judge it. */
export interface Workload {
  readonly name: string;
  readonly summary: string;
  /** The invariant in words. */
  readonly invariant: string;
  readonly dataType: DataType;
  /** The operations that it can't do without; all that are not optional when absent. */
  readonly operations?: readonly string[];
  /** Names of the checkers that judge this workload by default, beside those of every test. */
  readonly checkers: readonly string[];
  /**
   * What its data is a model of, for the checkers that judge by a model. An option of the workload that the
   * model has as well, by the same name, is the model's.
   */
  readonly model?: PlannedModel;
  /** Options with their defaults; the given ones are checked against these types. */
  readonly defaults: JsonObject;
  /** The ops of the main phase; without end, the plan bounds it. */
  main(context: WorkloadContext): Generator;
  /**
   * The final reads, after recovery; `null` where the invariant needs none. Client thread i is
   * bound to node i modulo `nodeCount`.
   */
  final(context: FinalContext): Generator | null;
}
