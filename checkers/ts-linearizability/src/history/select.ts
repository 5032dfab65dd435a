import { isPause } from '../resumable/pauses.js';
import type { Operation, Resumable } from '../types.js';

/** The operations at some positions, in that order. */
export function* select<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  positions: readonly number[] | Int32Array,
): Resumable<Operation<Input, Output>[]> {
  const selected: Operation<Input, Output>[] = [];
  for (let i = 0; i < positions.length; i++) {
    if (isPause(i)) {
      yield;
    }
    selected.push(operations[positions[i] as number] as Operation<Input, Output>);
  }
  return selected;
}
