import type { Key, Model, Operation } from '../types.js';
import { structuralKey } from '../values/key.js';
import { pick } from './columns.js';
import { sort } from './sort.js';

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

/** Builds the problem of some operations of a history. */
export function problemOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): Problem<Input, Output> {
  return arrange(operations, classify(model, operations));
}

interface Classified<Input, Output> {
  readonly classes: readonly OperationClass<Input, Output>[];
  readonly classOf: Int32Array;
}

function arrange<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  { classes, classOf }: Classified<Input, Output>,
): Problem<Input, Output> {
  const times = timesOf(operations, classOf, classes);
  const { kept, open, calls, returns } = times;
  const mandatory = kept.length;
  const byCall = sort(calls);
  const openByCall = sort(times.openCalls);
  const position = new Int32Array(mandatory + open.length);
  const rank = new Int32Array(mandatory);
  for (let order = 0; order < mandatory; order++) {
    const index = byCall[order] as number;
    rank[index] = order;
    position[order] = kept[index] as number;
  }
  for (let order = 0; order < open.length; order++) {
    position[mandatory + order] = open[openByCall[order] as number] as number;
  }
  const order = sort(returns);
  const byReturn = pick(rank, order);
  const ordinals = merge(times, byCall, openByCall, order, byReturn);
  return {
    mandatory,
    optional: open.length,
    ...ordinals,
    byReturn,
    classOf: pick(classOf, position),
    classes,
    position,
  };
}

/** Operations that matter, with their times: those that returned, and those that did not. */
interface Times {
  readonly kept: Int32Array;
  readonly calls: Float64Array;
  readonly returns: Float64Array;
  readonly open: Int32Array;
  readonly openCalls: Float64Array;
}

function timesOf<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  classOf: Int32Array,
  classes: readonly OperationClass<Input, Output>[],
): Times {
  const kept = new Int32Array(operations.length);
  const calls = new Float64Array(operations.length);
  const returns = new Float64Array(operations.length);
  const open: number[] = [];
  const openCalls: number[] = [];
  let count = 0;
  for (let position = 0; position < operations.length; position++) {
    const { call, return: returned } = operations[position] as Operation<Input, Output>;
    if (returned !== Infinity) {
      calls[count] = call;
      returns[count] = returned;
      kept[count++] = position;
    } else if (classes[classOf[position] as number]?.readOnly !== true) {
      // An unanswered operation that changes nothing proves nothing.
      openCalls.push(call);
      open.push(position);
    }
  }
  return {
    kept: kept.subarray(0, count),
    calls: calls.subarray(0, count),
    returns: returns.subarray(0, count),
    open: new Int32Array(open),
    openCalls: new Float64Array(openCalls),
  };
}

function classify<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): Classified<Input, Output> {
  const ids = new Map<Key, number>();
  const classes: OperationClass<Input, Output>[] = [];
  const classOf = new Int32Array(operations.length);
  for (let position = 0; position < operations.length; position++) {
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
function merge(
  { calls, returns, openCalls }: Times,
  byCall: Int32Array,
  openByCall: Int32Array,
  returnOrder: Int32Array,
  byReturn: Int32Array,
): { call: Int32Array; return: Int32Array } {
  const mandatory = byCall.length;
  const call = new Int32Array(mandatory + openByCall.length);
  const returned = new Int32Array(mandatory);
  let ordinal = 0;
  let nextCall = 0;
  let nextOpen = 0;
  for (let i = 0; i < mandatory; i++) {
    const time = returns[returnOrder[i] as number] as number;
    for (; nextCall < mandatory; nextCall++) {
      if ((calls[byCall[nextCall] as number] as number) > time) {
        break;
      }
      call[nextCall] = ordinal++;
    }
    for (; nextOpen < openByCall.length; nextOpen++) {
      if ((openCalls[openByCall[nextOpen] as number] as number) > time) {
        break;
      }
      call[mandatory + nextOpen] = ordinal;
    }
    returned[byReturn[i] as number] = ordinal++;
  }
  call.fill(ordinal, mandatory + nextOpen);
  return { call, return: returned };
}
