import { Pace } from '../resumable/pace.js';
import type { Operation, Partition, Resumable } from '../types.js';
import { ShardedMap } from '../values/sharded-map.js';

/**
 * A `partition` function that puts operations together by a key, usually one of their inputs:
 * right for every object that is made of independent ones.
 */
export function partitionBy<Input, Output>(
  keyOf: (input: Input, operation: Operation<Input, Output>) => string,
): (operations: readonly Operation<Input, Output>[]) => Resumable<readonly Partition[]> {
  return function* (operations) {
    const parts: { readonly key: string; readonly indices: number[] }[] = [];
    const partOf = new ShardedMap<number[]>();
    const pace = new Pace();
    for (let position = 0; position < operations.length; position++) {
      if (pace.isPause()) {
        yield;
      }
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
