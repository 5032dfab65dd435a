import { firstNumbers } from '../history/columns.js';
import type { Model, Operation, Partition } from '../types.js';

/** The parts of a history that can be judged on their own; one if the model does not split it. */
export function partitionsOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): readonly Partition[] {
  return model.partition?.(operations) ?? [{ key: '', indices: firstNumbers(operations.length) }];
}

/** The model of one part of a history. */
export function modelOfPart<State, Input, Output>(
  model: Model<State, Input, Output>,
  key: string,
  operations: readonly Operation<Input, Output>[],
): Model<State, Input, Output> {
  return model.ofPart?.(key, operations) ?? model;
}
