import type { Model, Operation } from '../types.js';

/** An operation of a weakened history, and where it comes from. */
export interface Weakened<Input, Output> {
  readonly operations: readonly Operation<Input, Output>[];
  /** Position in the original history of each. */
  readonly origin: readonly number[];
}

/**
 * The history as far as one return can know it: without the operations called later, and with
 * those that return later made optional. Illegal if and only if no legal order reaches that
 * return.
 */
export function upToReturn<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  position: number,
): Weakened<Input, Output> {
  const end = operations[position]?.return ?? Infinity;
  const kept: Operation<Input, Output>[] = [];
  const origin: number[] = [];
  operations.forEach((operation, at) => {
    if (operation.call <= end) {
      kept.push(operation.return > end ? { ...operation, return: Infinity } : operation);
      origin.push(at);
    }
  });
  return { operations: kept, origin };
}

/** Some operations of a history, as a history. */
export function only<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  positions: readonly number[],
): Weakened<Input, Output> {
  const origin = [...positions].sort((a, b) => a - b);
  return { operations: origin.map((at) => operations[at] as Operation<Input, Output>), origin };
}

/**
 * The history with only some operations binding: of the others, those that change nothing are
 * left out, and the rest may take effect at any time at all, or never. Every legal history
 * stays legal, so what is still illegal is so because of the binding operations alone.
 */
export function bindingOnly<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
  binding: ReadonlySet<number>,
): Operation<Input, Output>[] {
  let start = Infinity;
  for (const { call } of operations) {
    start = Math.min(start, call);
  }
  const result: Operation<Input, Output>[] = [];
  operations.forEach((operation, at) => {
    if (binding.has(at)) {
      result.push(operation);
    } else if (model.readOnly?.(operation.input, operation.output) !== true) {
      result.push({ ...operation, call: start, return: Infinity });
    }
  });
  return result;
}
