import type { Model as Specification, Operation, Value } from 'ts-linearizability';
import type { Json, JsonObject } from './json.js';
import type { OpError } from './op.js';

/** A model by its name, and its options: plain data, stored with a plan. */
export interface PlannedModel {
  readonly name: string;
  readonly options: JsonObject;
}

/** One option of a model. A value that is given must have the type of the default. */
export interface ModelOption {
  readonly summary: string;
  readonly default: Json;
  /** The values that may be given; absent where any of that type may be. */
  readonly choices?: readonly Json[];
}

/** An operation of a client from its invocation to its completion, as a model sees it. */
export interface ModelOp {
  readonly f: string;
  /** What was invoked; `undefined` where it was not recorded. */
  readonly value: Value | undefined;
  /** `info`: nobody knows what came of it, or nothing was heard of it again. */
  readonly outcome: 'ok' | 'fail' | 'info';
  /** What the completion says; `undefined` where the outcome is `info`. */
  readonly result: Value | undefined;
  readonly error: OpError | undefined;
}

/** An op in the terms of a specification. */
export interface Decoded<Input, Output> {
  readonly input: Input;
  /** `undefined`: not known. */
  readonly output: Output | undefined;
}

/** An op that names several objects, as one of them sees it. */
export interface PartOfOp {
  readonly key: string;
  readonly op: ModelOp;
}

/** How an op touches one value: it brings it, sees it there, or puts another in its place. */
export interface Touching {
  readonly does: 'brings' | 'sees' | 'replaces';
  readonly value: Value;
  /** What the op did, for a sentence about this value: `written`, `read`. */
  readonly words: string;
}

/** Options that every object has, whatever its model. */
export interface ObjectOptions {
  /**
   * True: values are `[key, v]`, and each key is an object of its own. False: the history is about
   * one object. Absent: it is about one object, and reads that are invoked with `[key, null]` are
   * refused, because many objects judged as one give wrong verdicts.
   */
  readonly independent?: boolean;
  /** The state at first. Default: that of the model. */
  readonly initial?: Json;
  /** The state at first of single keys; only with `independent`. */
  readonly initialByKey?: JsonObject;
  /** The state at first is not known: what the first ops see tells. */
  readonly initialUnknown?: boolean;
  /** What a read of null saw: null (the default), or a value that is not known. */
  readonly nilRead?: 'null' | 'unknown';
  /**
   * What a failed compare-and-set did that does not say what it saw: nothing (the default), or it saw
   * another value than it expected.
   */
  readonly failedCas?: 'did-not-happen' | 'saw-other';
}

/** The input of an op where a model does not say how it is decoded. */
export interface PlainInput {
  readonly f: string;
  readonly value: Value | undefined;
}

interface NamedModel {
  readonly name: string;
  readonly summary: string;
  /** The ops it understands, for people: `read → v, write v`. */
  readonly ops: string;
  /** Options of its own, beside {@link ObjectOptions}. */
  readonly options?: Readonly<Record<string, ModelOption>>;
}

/**
 * An object, such as a register or a queue: how it behaves when one op follows another, and what recorded
 * ops mean to it. The checker `linearizable` judges histories by it.
 *
 * @typeParam Options - the options of its own, as its functions get them.
 */
export interface ObjectModel<
  State = unknown,
  Input = unknown,
  Output = unknown,
  Options = unknown,
> extends NamedModel {
  /** The states that may be given as the one at first, for people; absent where none may be. */
  readonly initial?: string;
  /**
   * The object's sequential specification.
   * @param initial - its state at first; `undefined`: as the model says.
   * @throws Misfit for a state at first that it can't have.
   */
  create(initial: Value | undefined, options: Options): Specification<State, Input, Output>;
  /**
   * Every state, as `create` takes it, that the object may have had at first by the operations on
   * it. Without this the state at first must be known.
   */
  starts?(operations: readonly Operation<Input, Output>[]): readonly Value[];
  /** Whether the state at first is unknown where none is given. Default: it is that of `create`. */
  readonly startsUnknown?: boolean;
  /**
   * What an op does to each of several objects, where it names them itself; `null` for an op that
   * does not. @throws Misfit for one that is not of the model.
   */
  split?(op: ModelOp): readonly PartOfOp[] | null;
  /**
   * An op that succeeded, or of which nobody knows. Default: its input is `{ f, value }`, its output
   * what was answered. @throws Misfit for one that is not of the model.
   */
  decode?(op: ModelOp, options: Options & ObjectOptions): Decoded<Input, Output>;
  /** An op that failed: `null` when it says nothing. Without this, failed ops say nothing. */
  decodeFailed?(op: ModelOp, options: Options & ObjectOptions): Decoded<Input, Output> | null;
  /**
   * How an op touches values. Only for an object that holds one value at a time: violations are then
   * told value by value.
   */
  touches?(op: ModelOp): readonly Touching[];
  /**
   * Figures that the details of a verdict tell, by name: each is the number of ops for which its function is true. A
   * condition of a scenario may ask for one.
   */
  readonly figures?: Readonly<Record<string, (op: Decoded<Input, Output>) => boolean>>;
}

/** Transactions whose isolation is judged, by a checker of their own. */
export interface TransactionModel extends NamedModel {
  /** The name of that checker. */
  readonly checker: string;
}

/** What a history is judged against. */
export type Model = ObjectModel | TransactionModel;

/** Whether a model is one of transactions. */
export function isTransactional(model: Model): model is TransactionModel {
  return 'checker' in model;
}

/**
 * The name of the checker that judges histories by a model. An object may have an option `consistencyModel`, whose values are
 * names of checkers.
 */
export function checkerOf(model: Model, { consistencyModel }: JsonObject): string {
  if (isTransactional(model)) return model.checker;
  return typeof consistencyModel === 'string' ? consistencyModel : 'linearizable';
}

/**
 * Declares a model of an object. It returns what it is given; the types of states, inputs and outputs
 * are checked here and then forgotten, because only the model itself ever sees such values.
 *
 * @example
 * const bag = defineModel<readonly Value[], PlainInput, Value>({
 *   name: 'bag',
 *   summary: 'elements come out in any order',
 *   ops: 'enqueue v, dequeue → v, or null when it is empty',
 *   create: () => ({
 *     name: 'bag',
 *     init: () => [[]],
 *     step: (bag, { f, value = null }, output) => {
 *       if (f === 'enqueue') return [[...bag, value]];
 *       if (output === null) return bag.length === 0 ? [bag] : [];
 *       return bag.flatMap((element, at) =>
 *         output === undefined || output === element ? [bag.toSpliced(at, 1)] : [],
 *       );
 *     },
 *   }),
 * });
 */
export function defineModel<State, Input, Output, Options = object>(
  model: ObjectModel<State, Input, Output, Options>,
): ObjectModel {
  return model as unknown as ObjectModel;
}

/** A value that does not fit a model; its `decode` or `create` throws it. */
export class Misfit extends Error {
  /** In which event of the op the value stands. */
  readonly at: 'invocation' | 'completion';
  readonly expected: string;
  readonly got: Value | undefined;
  /** What to do about it; `undefined` where the ops of the model say that. */
  readonly advice: string | undefined;

  constructor(
    at: 'invocation' | 'completion',
    expected: string,
    got: Value | undefined,
    advice?: string,
  ) {
    super(expected);
    this.name = 'Misfit';
    this.at = at;
    this.expected = expected;
    this.got = got;
    this.advice = advice;
  }
}
