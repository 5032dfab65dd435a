import type { Model, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import { isSameValue } from '../values/key.js';
import type { MultiRegisterInput, MultiRegisterOutput } from './inputs.js';
import { partitionByGroups } from './partition-by-groups.js';
import {
  entriesOf,
  isSameMap,
  sharedMap,
  valueIn,
  withValue,
  type SharedMap,
} from './shared-map.js';

/**
 * Several registers, read and written by atomic transactions. Registers not named in
 * `initial` hold `null` at first.
 */
export function multiRegister(
  initial: Readonly<Record<string, Value>> = {},
): Model<SharedMap, MultiRegisterInput, MultiRegisterOutput> {
  const start = sharedMap(Object.entries(initial).filter(([, value]) => value !== null));
  return {
    name: 'multi-register',
    init: () => [start],
    step(state, input, output) {
      const next = transact(state, input, output);
      return next === undefined ? [] : [next];
    },
    hash: ({ hash }) => hash,
    equal: isSameMap,
    readOnly: (input) => input.every(({ f }) => f === 'read'),
    partition: partitionByGroups((input) => input.map(({ key }) => key)),
    describeOperation: (input, output) =>
      input
        .map((micro, i) =>
          micro.f === 'write'
            ? `${micro.key} := ${describeValue(micro.value)}`
            : `${micro.key} -> ${describeValue(output?.[i])}`,
        )
        .join('; '),
    describeState: (state) =>
      entriesOf(state)
        .map(([key, value]) => `${key}=${describeValue(value)}`)
        .join(' ') || 'empty',
  };
}

/** The registers after a transaction; nothing if it cannot have read what it read. */
function transact(
  state: SharedMap,
  input: MultiRegisterInput,
  output: MultiRegisterOutput | undefined,
): SharedMap | undefined {
  let next = state;
  for (const [i, micro] of input.entries()) {
    if (micro.f === 'write') {
      // Absent and null are the same register; one form keeps equal states equal.
      next = withValue(next, micro.key, micro.value ?? undefined);
    } else {
      const seen = output?.[i];
      if (seen !== undefined && !isSameValue(seen, valueIn(next, micro.key) ?? null)) {
        return undefined;
      }
    }
  }
  return next;
}
