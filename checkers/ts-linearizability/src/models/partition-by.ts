import type { Key, Operation, Partition } from '../types.js';

/**
 * A `partition` function that puts operations together by a key, usually one of their inputs:
 * right for every object that is made of independent ones.
 */
export function partitionBy<Input, Output>(
  keyOf: (input: Input, operation: Operation<Input, Output>) => string,
): (operations: readonly Operation<Input, Output>[]) => readonly Partition[] {
  return function (operations) {
    const parts = new Map<Key, { readonly key: string; readonly indices: number[] }>();
    for (const [position, operation] of operations.entries()) {
      const key = keyOf(operation.input, operation);
      const part = parts.get(key) ?? { key, indices: [] };
      parts.set(key, part);
      part.indices.push(position);
    }
    return [...parts.values()];
  };
}
