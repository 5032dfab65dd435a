import type { ConsistencyModel, IsolationResult, Transaction } from 'ts-isolation';
import { structuralKey, type Model, type Operation } from 'ts-linearizability';

import { quoted, type FailedCas, type RecordedValue } from '../../../histories/index.js';
import type { RecordedOperation } from '../pairing.js';

/** How to understand what a history leaves open. */
export interface Conventions {
  /** What a read of null saw: null, or a value that is not known. */
  readonly nilRead: 'null' | 'unknown';
  readonly failedCas: FailedCas;
}

/** An op in the terms of a model. */
export interface Decoded<Input, Output> {
  readonly input: Input;
  /** `undefined`: not known. */
  readonly output: Output | undefined;
}

/** An op as one of the objects sees it that it is about. */
export interface PartOfOp {
  readonly key: string;
  readonly op: RecordedOperation;
}

/** How recorded ops become those that can be judged. */
export interface OpsDefinition<Input, Output> {
  readonly name: string;
  readonly summary: string;
  /** The ops it understands, for people. */
  readonly ops: string;
  /**
   * What an op does to each of several objects, where it names them itself; `null` for an op that
   * does not. @throws Misfit for one that is not of the model.
   */
  readonly split?: (op: RecordedOperation) => readonly PartOfOp[] | null;
  /** An op that succeeded or is open. @throws Misfit for one that is not of the model. */
  readonly decode: (op: RecordedOperation, conventions: Conventions) => Decoded<Input, Output>;
  /** An op that failed: `null` when it says nothing. Without this, failed ops say nothing. */
  readonly decodeFailed?: (
    op: RecordedOperation,
    conventions: Conventions,
  ) => Decoded<Input, Output> | null;
}

/** What single models can be told. */
export interface ModelOptions {
  /** Of a bank: accounts may be overdrawn. */
  readonly negativeBalances?: boolean;
  /** Of a log: offsets may be left out. */
  readonly offsetGaps?: boolean;
}

/** An object that histories are linearizable as, or not. */
export interface ModelDefinition<State, Input, Output> extends OpsDefinition<Input, Output> {
  /** Which options the model takes. */
  readonly options?: readonly (keyof ModelOptions)[];
  /** The same model with such options. */
  readonly configured?: (options: ModelOptions) => LinearizableModel;
  /** The option --initial, for people; `null` when there is none. */
  readonly initial: string | null;
  /** @throws Misfit for an initial state that it can't have. */
  readonly create: (initial: RecordedValue | undefined) => Model<State, Input, Output>;
  /**
   * Every state, as `create` takes it, that an object may have had at first where that is not
   * known, by the operations on it. Without this it must be known.
   */
  readonly starts?: (operations: readonly Operation<Input, Output>[]) => readonly RecordedValue[];
  /** Whether that is so where no state is given. Default: the state is that of `create`. */
  readonly startsUnknown?: boolean;
}

/** An object whose types only it knows. */
export type LinearizableModel = ModelDefinition<unknown, unknown, unknown>;

/** Transactions whose isolation is judged: what one did is all that its input is. */
export interface TransactionModel extends OpsDefinition<TransactionInput, undefined> {
  readonly initial: null;
  /** The levels of --consistency-model; the first is the default. */
  readonly consistencyModels: readonly ConsistencyModel[];
  readonly judge: (
    history: readonly Transaction[],
    options: { readonly consistencyModel: ConsistencyModel },
  ) => IsolationResult;
}

export type TransactionInput = Pick<Transaction, 'outcome' | 'ops'>;

/** What a history can be checked against. */
export type CheckableModel = LinearizableModel | TransactionModel;

/** Whether a model is of transactions. */
export function isTransactional(model: CheckableModel): model is TransactionModel {
  return 'judge' in model;
}

/** Forgets the types of a definition: inputs that it decodes only ever go to its own model. */
export function checkable<State, Input, Output>(
  definition: ModelDefinition<State, Input, Output>,
): LinearizableModel {
  return definition as unknown as LinearizableModel;
}

/** A value that does not fit a model. */
export class Misfit extends Error {
  readonly at: 'invocation' | 'completion';
  readonly expected: string;
  readonly actual: string;
  readonly advice: string | undefined;

  constructor(
    at: 'invocation' | 'completion',
    expected: string,
    got: RecordedValue | undefined,
    advice?: string,
  ) {
    super(expected);
    this.name = 'Misfit';
    this.at = at;
    this.expected = expected;
    this.actual = quoted(got);
    this.advice = advice;
  }
}

/** An op that a model does not have. */
export function unknownOp(op: RecordedOperation, ops: string): Misfit {
  return new Misfit('invocation', `an op of the model: ${ops};`, op.f, 'name another --model');
}

/** What a read answered; `undefined` when it is not known. */
export function answerOf(
  op: RecordedOperation,
  { nilRead }: Conventions,
): RecordedValue | undefined {
  return op.outcome === 'ok' && !(op.result === null && nilRead === 'unknown')
    ? op.result
    : undefined;
}

/** The value that an op was invoked with. @throws Misfit when it has none. */
export function valueOf(op: RecordedOperation): RecordedValue {
  if (op.value === undefined) throw new Misfit('invocation', `a value for ${op.f}`, undefined);
  return op.value;
}

/** A list; `undefined` when a value is none. */
export function listOf(value: RecordedValue | undefined): readonly RecordedValue[] | undefined {
  return Array.isArray(value) ? (value as readonly RecordedValue[]) : undefined;
}

/** A list of two; `undefined` when a value is none. */
export function pairOf(
  value: RecordedValue | undefined,
): readonly [RecordedValue, RecordedValue] | undefined {
  const [first, second, ...rest] = listOf(value) ?? [];
  return first === undefined || second === undefined || rest.length > 0
    ? undefined
    : [first, second];
}

/** The elements that a container holds at first. @throws Misfit unless it is a list without null. */
export function initialItems(initial: RecordedValue | undefined): Exclude<RecordedValue, null>[] {
  const items = initial === undefined ? [] : listOf(initial);
  if (items === undefined || items.includes(null)) {
    throw new Misfit('invocation', 'a list of elements, none of them null,', initial);
  }
  return items as Exclude<RecordedValue, null>[];
}

/** An element for a container, where null says "empty". @throws Misfit for null. */
export function itemOf(op: RecordedOperation): Exclude<RecordedValue, null> {
  const value = valueOf(op);
  if (value !== null) return value;
  throw new Misfit('invocation', `an element that is not null for ${op.f}`, null);
}

/** Strings that could be taken for the text of another value. */
const AMBIGUOUS = /^(?:-?\d|["[{]|(?:true|false|null)$)/;

/** A key as text: different keys have different texts. */
export function keyText(key: RecordedValue): string {
  return typeof key === 'string' && !AMBIGUOUS.test(key) ? key : structuralKey(key);
}
