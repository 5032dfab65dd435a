import type { Operation } from '../types.js';

/** A part of a history, weakened so that it is illegal only if the whole is. */
export interface Part<Input, Output> {
  readonly operations: readonly Operation<Input, Output>[];
  /** Position in the whole history of each. */
  readonly origin: readonly number[];
  /** Positions in the part of the operations that are binding, by their returns. */
  readonly binding: readonly number[];
}

/**
 * The history as far as one return can know it: without the operations called later, and with
 * those that return later made optional. Illegal if and only if no legal order reaches that
 * return.
 */
export function upToReturn<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  position: number,
): Part<Input, Output> {
  const end = operations[position]?.return ?? Infinity;
  const kept: Operation<Input, Output>[] = [];
  const origin: number[] = [];
  operations.forEach((operation, at) => {
    if (operation.call <= end) {
      kept.push(operation.return > end ? { ...operation, return: Infinity } : operation);
      origin.push(at);
    }
  });
  return { operations: kept, origin, binding: byReturn(kept, -Infinity) };
}

/**
 * The last few returns of a part. What was over before them is left out, so it must be judged
 * from any state; what was open at their beginning may have taken effect already, so it is
 * not binding. Nothing if there are no more returns than that.
 */
export function lastReturns<Input, Output>(
  part: Part<Input, Output>,
  returns: number,
): Part<Input, Output> | undefined {
  const before = part.binding.at(-returns - 1);
  const start = part.operations[before ?? -1]?.return ?? Infinity;
  if (start === Infinity) {
    return undefined;
  }
  const kept = [...part.operations.keys()].filter(
    (at) => (part.operations[at]?.return ?? -Infinity) > start,
  );
  const operations = kept.map((at) => part.operations[at] as Operation<Input, Output>);
  const origin = kept.map((at) => part.origin[at] as number);
  return { operations, origin, binding: byReturn(operations, start) };
}

/** Some operations of a history, as a history. */
export function only<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  positions: readonly number[],
): Part<Input, Output> {
  const origin = [...positions].sort((a, b) => a - b);
  const kept = origin.map((at) => operations[at] as Operation<Input, Output>);
  return { operations: kept, origin, binding: byReturn(kept, -Infinity) };
}

/**
 * Positions of the operations that were called after `start`: the optional ones, then the others
 * by their returns.
 */
function byReturn<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  start: number,
): number[] {
  const order = (at: number): number => {
    const returned = operations[at]?.return ?? Infinity;
    return returned === Infinity ? -Infinity : returned;
  };
  const called = [...operations.keys()].filter((at) => (operations[at]?.call ?? 0) > start);
  // Subtraction would give NaN for two optional ones.
  return called.sort((a, b) => (order(a) === order(b) ? a - b : order(a) < order(b) ? -1 : 1));
}
