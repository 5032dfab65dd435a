import type { Key, Operation, Partition } from '../types.js';

/**
 * A `partition` function that puts operations together by a key, usually one of their inputs:
 * right for every object that is made of independent ones.
 */
export function partitionBy<Input, Output>(
  keyOf: (input: Input, operation: Operation<Input, Output>) => string,
): (operations: readonly Operation<Input, Output>[]) => readonly Partition[] {
  return function (operations) {
    const parts: { readonly key: string; readonly indices: number[] }[] = [];
    const partOf = new Map<Key, number[]>();
    for (let position = 0; position < operations.length; position++) {
      const operation = operations[position] as Operation<Input, Output>;
      const key = keyOf(operation.input, operation);
      const indices = partOf.get(key);
      if (indices === undefined) {
        const first = [position];
        partOf.set(key, first);
        parts.push({ key, indices: first });
      } else {
        indices.push(position);
      }
    }
    return parts;
  };
}
