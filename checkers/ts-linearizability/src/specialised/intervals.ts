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

/** The numbers at the given positions, in that order. */
export function gather(
  numbers: Float64Array,
  positions: Int32Array | readonly number[],
): Float64Array {
  const result = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    result[i] = numbers[positions[i] as number] as number;
  }
  return result;
}
