/**
 * The vocabulary of the package. Everything else imports these types; this file
 * imports nothing.
 */

/**
 * A value that a store can hold. Compared by structure: sets and maps are equal whatever their order.
 * `null` is a value like any other.
 */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Value[]
  | ReadonlySet<Value>
  | ReadonlyMap<Value, Value>
  | { readonly [field: string]: Value };

/** A value that cannot be confused with "empty", which containers report as `null`. */
export type Item = Exclude<Value, null>;

/**
 * One operation of a client: its interval and what went in and came out.
 *
 * `call` and `return` are points on one clock, in any unit. Intervals are closed: an
 * operation that returns at the very moment another is called is concurrent with it.
 *
 * `return: Infinity` says that no answer came: the operation is optional. It may take
 * effect at any time after its call, or never. A finite return says that it happened.
 *
 * `output: undefined` says that the answer is not known, which is not the same as a known
 * answer of `null`.
 *
 * @typeParam Time - numbers, which must be exact (at most 2^53); or bigints, such as nanoseconds since
 *   1970. Reasons then tell times since the first call.
 */
export interface Operation<Input, Output, Time extends number | bigint = number> {
  readonly clientId?: number | string;
  /** How reasons name it, for example `op 12`. Default: `operation` and its position. */
  readonly name?: string;
  readonly input: Input;
  readonly output?: Output | undefined;
  readonly call: Time;
  /** `Infinity` (a number, also among bigints) if no answer came. */
  readonly return: Time | number;
}

/** One line of a recorded history: a call, or the return that belongs to it by `id`. */
export type HistoryEvent<Input, Output> =
  | {
      readonly kind: 'call';
      readonly id: number | string;
      readonly clientId?: number | string;
      readonly input: Input;
    }
  | {
      readonly kind: 'return';
      readonly id: number | string;
      readonly output?: Output | undefined;
    };

/** A part of a history that can be judged on its own (Herlihy and Wing's locality). */
export interface Partition {
  /** What the part is about, for people: a key, usually. */
  readonly key: string;
  /** Positions in the history, ascending. */
  readonly indices: readonly number[] | Int32Array;
}

/**
 * A sequential specification, in Porcupine's terms.
 *
 * States are immutable values: `step` returns new ones. Two states are the same if their
 * `key` is the same; without `key`, if `hash` and `equal` say so; without either, if their
 * structure is the same.
 */
export interface Model<State, Input, Output> {
  readonly name: string;
  /** The state before the first operation; several if it is not known which. */
  readonly init: () => readonly State[];
  /**
   * The states that `input` may lead to from `state` when it answers `output`
   * (`undefined`: the answer is not known). None: the answer is impossible here. More than
   * one: the model is nondeterministic.
   */
  readonly step: (state: State, input: Input, output: Output | undefined) => readonly State[];
  readonly equal?: (a: State, b: State) => boolean;
  /** Any number; equal states must have equal hashes. Only used together with `equal`. */
  readonly hash?: (state: State) => number;
  /** An exact identity: equal for equal states, different for different ones. */
  readonly key?: (state: State) => Key;
  /** An exact identity of an operation's effect: equal keys step alike from every state. */
  readonly operationKey?: (input: Input, output: Output | undefined) => Key;
  /**
   * True only if an operation with this input and output never changes any state. The
   * search then needs no branching for it. `false` is always safe.
   */
  readonly readOnly?: (input: Input, output: Output | undefined) => boolean;
  /**
   * True only if the operation leads to the same state whatever was there before, like a write.
   * Asked only together with `canLeadTo`.
   */
  readonly overwrites?: (input: Input, output: Output | undefined) => boolean;
  /**
   * For objects that grow, like lists and texts: false only if no operations but those that
   * overwrite can lead from this state to one that allows the operation. A text that begins with
   * "b" never reads as "ab", for example. The search then leaves orders without a future early.
   */
  readonly canLeadTo?: (state: State, input: Input, output: Output | undefined) => boolean;
  /** Splits a history into parts that are linearizable if and only if the whole is. */
  readonly partition?: (operations: readonly Operation<Input, Output>[]) => readonly Partition[];
  /**
   * The model of one part, where parts differ: in their states at first, for example. It gets the
   * part's key and operations. Whether they can be partitioned further is not asked.
   */
  readonly ofPart?: (
    key: string,
    operations: readonly Operation<Input, Output>[],
  ) => Model<State, Input, Output>;
  readonly describeOperation?: (input: Input, output: Output | undefined) => string;
  readonly describeState?: (state: State) => string;
  /** Polynomial checkers to try before the search, in this order, for each partition. */
  readonly specialised?: readonly SpecialisedChecker<Input, Output>[];
}

/** An identity that `Map` can hold. */
export type Key = string | number | bigint | boolean | null;

/** Why no verdict was reached. */
export type UnknownCause =
  | 'time'
  | 'memory'
  | 'infinite-states'
  /** Another partition was illegal first, which settles the history. */
  | 'not-needed';

/** The bounds of a check, as a search sees them that looks at them where it loops. */
export interface Control {
  /** The bound that has been hit, or nothing. */
  readonly stop: () => UnknownCause | undefined;
  /** The clock of the bounds, in milliseconds. */
  readonly now: () => number;
  /** Books a change of the memory held, in bytes; false if the bound is exceeded. */
  readonly hold: (differenceBytes: number) => boolean;
}

/**
 * A polynomial decision procedure for one data type, valid under conditions on the history
 * (usually: values are unique).
 *
 * It sees one partition: positions in its answers are positions in `operations`, which
 * are in the order of the history (not sorted by time). A few passes over the operations need no
 * look at the bounds; a search does, and answers `undecided` when one is hit.
 */
export interface SpecialisedChecker<Input, Output> {
  /** Appears as the `method` of the verdict, for example `register-zones`. */
  readonly name: string;
  /**
   * Whether it is asked only after the search tried depth first: if most histories that it is for
   * take that less time.
   */
  readonly isSecond?: boolean;
  /** Whether the conditions hold; what was computed for that is kept in the closure. */
  readonly recognise: (operations: readonly Operation<Input, Output>[]) => Recognition;
}

/** Whether a specialised checker can judge a history, and if not, why not (in words). */
export type Recognition =
  | { readonly recognised: true; readonly check: (control: Control) => SpecialisedVerdict }
  | { readonly recognised: false; readonly because: string };

/** What a specialised checker claims of its witness: see `Explanation`. */
export type ClaimedBy = Pick<Explanation, 'from' | 'minimal'>;

/** The answer of a specialised checker. `ok` and `illegal` must be exact. */
export type SpecialisedVerdict =
  | {
      readonly verdict: 'ok';
      /**
       * Called only when an explanation is wanted: positions in a legal order, with the
       * optional operations that had to take effect and without the others.
       */
      readonly linearize: () => Int32Array;
    }
  | {
      readonly verdict: 'illegal';
      /** Positions of a small set of operations that is illegal by itself. */
      readonly witness: readonly number[];
      /** The reason, naming values and operations. Without one, it is told where the longest orders of the witness end. */
      readonly reason?: string | undefined;
      /**
       * What is true of the witness. Given if it is not to be shrunk any more where the claim of
       * `initial-state` does not hold of it, or cannot be judged.
       */
      readonly claim?: ClaimedBy;
    }
  /** It met a case that it does not decide: the search goes on. */
  | { readonly verdict: 'undecided'; readonly because: string };

/** How the search came to its verdict; a specialised checker gives its own name. */
export type SearchMethod = 'empty' | 'depth-first' | 'frontier';

/** Which decision procedure gave a verdict. */
export type Method = SearchMethod | (string & {});

/** The verdict on one partition. All positions are positions in the whole history. */
export type PartitionResult = OkPartition | IllegalPartition | UnknownPartition;

interface PartitionFacts {
  readonly key: string;
  /** How many operations the partition has. */
  readonly operations: number;
  readonly elapsedMs: number;
}

export interface OkPartition extends PartitionFacts {
  readonly verdict: 'ok';
  readonly method: Method;
  /**
   * A legal order of all operations that returned, with the optional ones that took
   * effect. Missing if no explanation was asked for, or a bound was hit before it was there.
   */
  readonly linearization?: Int32Array;
}

export interface IllegalPartition extends PartitionFacts {
  readonly verdict: 'illegal';
  readonly method: Method;
  /** Missing if none was asked for, or a bound was hit before there was one. */
  readonly explanation?: Explanation;
}

export interface UnknownPartition extends PartitionFacts {
  readonly verdict: 'unknown';
  readonly cause: UnknownCause;
  /** The cause in words, with what to do about it. */
  readonly message: string;
}

/** Why a partition is illegal. */
export interface Explanation {
  /** In words. */
  readonly reason: string;
  /**
   * Operations that have no legal order, ascending, even if all other operations were optional: each of
   * those might have taken effect at any time after its call, or never. See `from`.
   */
  readonly witness: readonly number[];
  /**
   * Where the witness begins. `initial-state`: in the model's initial state. `any-state`: in any state that
   * the operations of the history can lead to; those that had returned before the first call of the
   * witness are left out.
   *
   * `initial-state-in-time` and `any-state-in-time` claim less: each of the others that returned might have
   * taken effect between its call and its return, or never, but not after its return; and any state is
   * any value at all. Where the same values
   * are written again and again, no few operations are illegal otherwise. Such a witness also has the
   * writes that its operations saw, so that it can be understood.
   */
  readonly from: 'initial-state' | 'any-state' | 'initial-state-in-time' | 'any-state-in-time';
  /**
   * True if all of the witness is needed: without any one of its operations, which is then optional
   * like the others, the rest was checked to have a legal order. The writes that are there only because a
   * witness in time saw them are not meant. False if that could not be checked, or the time for it was over.
   */
  readonly minimal: boolean;
  /** The longest legal order found that respects the intervals. */
  readonly longestPrefix: readonly number[];
  /** The first operation, by its return, that no legal order can hold. */
  readonly firstUnplaceable?: number;
  /** For each operation of the witness, the longest partial linearization that holds it. */
  readonly partialLinearizations: readonly (readonly number[])[];
}

/** The verdict on a history. */
export type CheckResult =
  | {
      readonly verdict: 'ok';
      readonly partitions: readonly PartitionResult[];
      readonly elapsedMs: number;
    }
  | {
      readonly verdict: 'illegal';
      /** The partition that settled it. */
      readonly illegal: IllegalPartition;
      readonly partitions: readonly PartitionResult[];
      readonly elapsedMs: number;
    }
  | {
      readonly verdict: 'unknown';
      readonly cause: UnknownCause;
      readonly message: string;
      readonly partitions: readonly PartitionResult[];
      readonly elapsedMs: number;
    };

/** Bounds and wishes. Every bound that is hit gives `unknown` with its cause. */
export interface CheckOptions {
  /** Wall time for the verdict, default: none. The searches look at it every few milliseconds. */
  readonly timeoutMs?: number;
  /** Memory for the search's tables, default: 1 GiB. Specialised checkers do not count theirs. */
  readonly memoryBytes?: number;
  /** Linearizations and explanations, default: true. Without, verdicts come faster. */
  readonly explain?: boolean;
  /**
   * Wall time for explaining an illegal verdict. Default: as long as the verdict took, at least 100 ms
   * and at most 2000.
   */
  readonly explainTimeoutMs?: number;
  /** How many different states count as an infinite state space, default: 1,000,000. */
  readonly maxStates?: number;
  /** `search`: ignore specialised checkers. Default: `auto`. */
  readonly method?: 'auto' | 'search';
}
