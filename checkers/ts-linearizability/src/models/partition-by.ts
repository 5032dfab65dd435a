import type { Operation, Partition } from '../types.js';

/**
 * A `partition` function that puts operations together by a key of their inputs: right for
 * every object that is made of independent ones.
 */
export function partitionBy<Input, Output>(
  keyOf: (input: Input) => string,
): (operations: readonly Operation<Input, Output>[]) => readonly Partition[] {
  return (operations) => {
    const parts = new Map<string, number[]>();
    for (let position = 0; position < operations.length; position++) {
      const key = keyOf((operations[position] as Operation<Input, Output>).input);
      const part = parts.get(key);
      if (part === undefined) {
        parts.set(key, [position]);
      } else {
        part.push(position);
      }
    }
    return [...parts].map(([key, indices]) => ({ key, indices }));
  };
}
