import type { Operation } from '../types.js';

/** The operations at some positions, in that order. */
export function select<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  positions: readonly number[] | Int32Array,
): Operation<Input, Output>[] {
  const selected: Operation<Input, Output>[] = [];
  for (let i = 0; i < positions.length; i++) {
    selected.push(operations[positions[i] as number] as Operation<Input, Output>);
  }
  return selected;
}
