import type { Control, Key, Model, Operation } from '../types.js';
import { structuralKey } from '../values/key.js';
import { ascending } from './sort.js';

/**
 * One partition as the searches see it: small integers only.
 *
 * Mandatory operations (those that returned) are numbered by their calls from 0, optional
 * ones after them, by their calls too. Times are ordinals: the n-th call or return of a
 * mandatory operation. At a tie calls come before returns, so closed intervals that touch
 * are concurrent.
 */
export interface Problem<Input, Output> {
  readonly mandatory: number;
  readonly optional: number;
  /** Ordinal of the call; of an optional operation: of the first event after its call. */
  readonly call: Int32Array;
  /** Ordinal of the return, for mandatory operations only. */
  readonly return: Int32Array;
  /** Mandatory operations by their returns. */
  readonly byReturn: Int32Array;
  /** Class of each operation: same input, same output. */
  readonly classOf: Int32Array;
  readonly classes: readonly OperationClass<Input, Output>[];
  /** Position in the history of each operation. */
  readonly position: Int32Array;
}

/** Operations that step alike. */
export interface OperationClass<Input, Output> {
  readonly input: Input;
  readonly output: Output | undefined;
  readonly readOnly: boolean;
}

/**
 * Builds the problem of some operations of a history, or stops on the way.
 *
 * @returns nothing if `control` said stop.
 */
export function problemWithin<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  control: Control,
): Problem<Input, Output> | undefined {
  const classified = classify(model, operations, control);
  return classified === undefined || control.stop() !== undefined
    ? undefined
    : arrange(operations, classified);
}

/** Builds the problem of some operations of a history. */
export function problemOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): Problem<Input, Output> {
  return problemWithin(model, operations, NEVER) as Problem<Input, Output>;
}

const NEVER: Control = { stop: () => undefined };
const LOOK_EVERY = 1 << 14;

interface Classified<Input, Output> {
  readonly classes: readonly OperationClass<Input, Output>[];
  readonly classOf: Int32Array;
}

function arrange<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  { classes, classOf }: Classified<Input, Output>,
): Problem<Input, Output> {
  const kept: number[] = [];
  const open: number[] = [];
  for (let position = 0; position < operations.length; position++) {
    if (operations[position]?.return !== Infinity) {
      kept.push(position);
    } else if (classes[classOf[position] as number]?.readOnly !== true) {
      // An unanswered operation that changes nothing proves nothing.
      open.push(position);
    }
  }
  const calls = Float64Array.from(kept, (position) => operations[position]?.call ?? 0);
  const returns = Float64Array.from(kept, (position) => operations[position]?.return ?? 0);
  const openCalls = Float64Array.from(open, (position) => operations[position]?.call ?? 0);
  const byCall = ascending(calls);
  const rank = new Int32Array(kept.length);
  byCall.forEach((index, order) => (rank[index] = order));
  const byReturn = ascending(returns).map((index) => rank[index] as number);
  const openByCall = ascending(openCalls);

  const total = kept.length + open.length;
  const position = new Int32Array(total);
  byCall.forEach((index, order) => (position[order] = kept[index] as number));
  openByCall.forEach((index, order) => (position[kept.length + order] = open[index] as number));
  const ordinals = merge(operations, position, byReturn, kept.length);
  return {
    mandatory: kept.length,
    optional: open.length,
    ...ordinals,
    byReturn,
    classOf: position.map((at) => classOf[at] as number),
    classes,
    position,
  };
}

function classify<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  control: Control,
): Classified<Input, Output> | undefined {
  const ids = new Map<Key, number>();
  const classes: OperationClass<Input, Output>[] = [];
  const classOf = new Int32Array(operations.length);
  for (let position = 0; position < operations.length; position++) {
    if (position % LOOK_EVERY === LOOK_EVERY - 1 && control.stop() !== undefined) {
      return undefined;
    }
    const { input, output } = operations[position] as Operation<Input, Output>;
    const key = model.operationKey?.(input, output) ?? defaultKey(input, output);
    let id = ids.get(key);
    if (id === undefined) {
      id = classes.length;
      ids.set(key, id);
      classes.push({ input, output, readOnly: model.readOnly?.(input, output) ?? false });
    }
    classOf[position] = id;
  }
  return { classes, classOf };
}

function defaultKey(input: unknown, output: unknown): string {
  return `${structuralKey(input)}>${structuralKey(output)}`;
}

/** Gives every call and return its ordinal: calls first at ties. */
function merge<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  position: Int32Array,
  byReturn: Int32Array,
  mandatory: number,
): { call: Int32Array; return: Int32Array } {
  const call = new Int32Array(position.length);
  const returned = new Int32Array(mandatory);
  const callTime = (index: number): number => operations[position[index] as number]?.call ?? 0;
  let ordinal = 0;
  let nextCall = 0;
  let nextOpen = mandatory;
  for (const index of byReturn) {
    const time = operations[position[index] as number]?.return ?? 0;
    while (nextCall < mandatory && callTime(nextCall) <= time) {
      call[nextCall++] = ordinal++;
    }
    while (nextOpen < position.length && callTime(nextOpen) <= time) {
      call[nextOpen++] = ordinal;
    }
    returned[index] = ordinal++;
  }
  call.fill(ordinal, nextOpen);
  return { call, return: returned };
}
