import type { Model, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import { structuralKey, valueKey } from '../values/key.js';
import type { MultiRegisterInput, MultiRegisterOutput } from './inputs.js';
import { partitionByGroups } from './partition-by-groups.js';

type Registers = Readonly<Record<string, Value>>;

/**
 * Several registers, read and written by atomic transactions. Registers not named in
 * `initial` hold `null` at first.
 */
export function multiRegister(
  initial: Registers = {},
): Model<ReadonlyMap<string, Value>, MultiRegisterInput, MultiRegisterOutput> {
  const start: ReadonlyMap<string, Value> = new Map(
    Object.entries(initial).filter(([, value]) => value !== null),
  );
  return {
    name: 'multi-register',
    init: () => [start],
    step(state, input, output) {
      const next = transact(state, input, output);
      return next === undefined ? [] : [next];
    },
    key: (state) => structuralKey(state),
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
      [...state].map(([key, value]) => `${key}=${describeValue(value)}`).join(' ') || 'empty',
  };
}

/** The registers after a transaction; nothing if it cannot have read what it read. */
function transact(
  state: ReadonlyMap<string, Value>,
  input: MultiRegisterInput,
  output: MultiRegisterOutput | undefined,
): ReadonlyMap<string, Value> | undefined {
  let next: Map<string, Value> | undefined;
  for (const [i, micro] of input.entries()) {
    if (micro.f === 'write') {
      next ??= new Map(state);
      if (micro.value === null) {
        // Absent and null are the same register; one form keeps equal states equal.
        next.delete(micro.key);
      } else {
        next.set(micro.key, micro.value);
      }
    } else {
      const seen = output?.[i];
      const held = (next ?? state).get(micro.key) ?? null;
      if (seen !== undefined && valueKey(seen) !== valueKey(held)) {
        return undefined;
      }
    }
  }
  return next ?? state;
}
