import { endOfPiece } from '../resumable/pauses.js';
import { answerOf } from '../resumable/resumable.js';
import type { Model, Operation, Partition, Resumable } from '../types.js';

/** The parts of a history that can be judged on their own; one if the model does not split it. */
export function* partitionsOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): Resumable<readonly Partition[]> {
  return model.partition === undefined
    ? [{ key: '', indices: yield* allPositions(operations.length) }]
    : yield* answerOf(model.partition(operations));
}

/** The model of one part of a history. */
export function modelOfPart<State, Input, Output>(
  model: Model<State, Input, Output>,
  key: string,
  operations: readonly Operation<Input, Output>[],
): Model<State, Input, Output> {
  return model.ofPart?.(key, operations) ?? model;
}

function* allPositions(count: number): Resumable<Int32Array> {
  const positions = new Int32Array(count);
  for (let at = 0; at < count;) {
    for (const end = endOfPiece(at, count); at < end; at++) {
      positions[at] = at;
    }
    yield;
  }
  return positions;
}
