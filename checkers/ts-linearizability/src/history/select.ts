import type { Operation } from '../types.js';

/** Where the operations of a part stand in the whole history. */
const positionsOfParts = new WeakMap<object, ArrayLike<number>>();

/** The operations at some positions of a history, in that order. */
export function select<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  positions: readonly number[] | Int32Array,
): Operation<Input, Output>[] {
  const selected: Operation<Input, Output>[] = [];
  for (let i = 0; i < positions.length; i++) {
    selected.push(operations[positions[i] as number] as Operation<Input, Output>);
  }
  const known = positionsOfParts.get(operations);
  const inHistory = known && Array.from(positions, (at) => known[at] as number);
  standAt(selected, inHistory ?? positions);
  return selected;
}

/** Notes where the operations of a part stand in the whole history, for `positionInHistory`. */
export function standAt(part: readonly unknown[], positions: ArrayLike<number>): void {
  positionsOfParts.set(part, positions);
}

/** Where an operation of a history, or of a part of it, stands in the whole: reasons name it so. */
export function positionInHistory(operations: readonly unknown[], at: number): number {
  return positionsOfParts.get(operations)?.[at] ?? at;
}
