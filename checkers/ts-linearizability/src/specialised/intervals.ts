import type { Operation } from '../types.js';

/** Calls and returns of a history as columns; `Infinity` returns included. */
export interface Intervals {
  readonly call: Float64Array;
  readonly return: Float64Array;
}

/** Copies the times of a history into columns. */
export function intervalsOf(operations: readonly Operation<unknown, unknown>[]): Intervals {
  const call = new Float64Array(operations.length);
  const returned = new Float64Array(operations.length);
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i] as Operation<unknown, unknown>;
    call[i] = operation.call;
    returned[i] = operation.return;
  }
  return { call, return: returned };
}
