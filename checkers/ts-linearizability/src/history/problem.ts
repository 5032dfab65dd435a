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
export interface Problem<Input, Output> extends Classified<Input, Output> {
  readonly mandatory: number;
  readonly optional: number;
  /** Ordinal of the call; of an optional operation: of the first event after its call. */
  readonly call: Int32Array;
  /** Ordinal of the return, for mandatory operations only. */
  readonly return: Int32Array;
  /** Mandatory operations by their returns. */
  readonly byReturn: Int32Array;
  /** Position in the history of each operation. */
  readonly position: Int32Array;
}

/** Operations by what they do. */
export interface Classified<Input, Output> {
  /** Class of each operation: same input, same output. */
  readonly classOf: Int32Array;
  readonly classes: readonly OperationClass<Input, Output>[];
}

/** Operations that step alike. */
export interface OperationClass<Input, Output> {
  readonly input: Input;
  readonly output: Output | undefined;
  readonly readOnly: boolean;
}

/** The classes of the operations at some positions of a history, by these; all if not given. */
export function classify<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  positions: Iterable<number> = operations.keys(),
): Classified<Input, Output> {
  const ids = new Map<Key, number>();
  const classes: OperationClass<Input, Output>[] = [];
  const classOf = new Int32Array(operations.length);
  for (const position of positions) {
    const { input, output } = operations[position] as Operation<Input, Output>;
    const key =
      model.operationKey?.(input, output) ?? `${structuralKey(input)}>${structuralKey(output)}`;
    let id = ids.get(key);
    if (id === undefined) {
      id = classes.push({ input, output, readOnly: model.readOnly?.(input, output) ?? false }) - 1;
      ids.set(key, id);
    }
    classOf[position] = id;
  }
  return { classes, classOf };
}

/** Builds the problem of some operations of a history. */
export function problemOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): Problem<Input, Output> {
  return arrange(classify(model, operations), operations);
}

/**
 * Builds the problem of the operations at some positions of a history; all if not given.
 *
 * @param isMandatory - whether an operation that returned has to take effect.
 */
export function arrange<Input, Output>(
  { classes, classOf }: Classified<Input, Output>,
  operations: readonly Operation<Input, Output>[],
  positions: Iterable<number> = operations.keys(),
  isMandatory: (position: number) => boolean = () => true,
): Problem<Input, Output> {
  const kept: number[] = [];
  const open: number[] = [];
  for (const at of positions) {
    if (operations[at]?.return !== Infinity && isMandatory(at)) {
      kept.push(at);
    } else if (classes[classOf[at] as number]?.readOnly !== true) {
      // An unanswered operation that changes nothing proves nothing.
      open.push(at);
    }
  }
  const timesOf = (some: ArrayLike<number>, time: 'call' | 'return'): Float64Array => {
    const times = new Float64Array(some.length);
    for (let i = 0; i < times.length; i++) {
      times[i] = (operations[some[i] as number] as Operation<Input, Output>)[time];
    }
    return times;
  };
  const mandatory = kept.length;
  const position = new Int32Array(mandatory + open.length);
  position.set(pick(kept, sort(timesOf(kept, 'call'))));
  position.set(pick(open, sort(timesOf(open, 'call'))), mandatory);
  const calls = timesOf(position, 'call');
  const returns = timesOf(position.subarray(0, mandatory), 'return');
  const byReturn = sort(returns);
  const call = new Int32Array(position.length);
  const returned = new Int32Array(mandatory);
  let ordinal = 0;
  let nextCall = 0;
  let nextOpen = mandatory;
  for (const i of byReturn) {
    const time = returns[i] as number;
    for (; nextCall < mandatory && (calls[nextCall] as number) <= time; nextCall++) {
      call[nextCall] = ordinal++;
    }
    for (; (calls[nextOpen] as number) <= time; nextOpen++) {
      call[nextOpen] = ordinal;
    }
    returned[i] = ordinal++;
  }
  call.fill(ordinal, nextOpen);
  return {
    mandatory,
    optional: open.length,
    call,
    return: returned,
    byReturn,
    classOf: pick(classOf, position),
    classes,
    position,
  };
}
