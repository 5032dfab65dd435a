import type { Model, Operation, Partition, Value } from '../types.js';
import { describeValue } from '../values/describe.js';
import { structuralKey, valueKey } from '../values/key.js';
import type { MultiRegisterInput, MultiRegisterOutput } from './inputs.js';

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
    partition: byConnectedKeys,
    describeOperation: (input, output) =>
      input
        .map((micro, i) =>
          micro.f === 'write'
            ? `${micro.key} := ${describeValue(micro.value)}`
            : `${micro.key} -> ${describeValue(output?.[i])}`,
        )
        .join('; '),
    describeState: (state) =>
      [...state].map(([key, value]) => `${key}=${describeValue(value)}`).join(' '),
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

/** Registers that a transaction touches together belong together (union-find). */
function byConnectedKeys(
  operations: readonly Operation<MultiRegisterInput, MultiRegisterOutput>[],
): readonly Partition[] {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) {
      parent.set(at, parent.get(up) ?? up);
      at = up;
    }
    return at;
  };
  for (const { input } of operations) {
    const [first] = input;
    for (const { key } of input) {
      parent.set(root(key), root(first?.key ?? key));
    }
  }
  const parts = new Map<string, { keys: Set<string>; indices: number[] }>();
  for (const [position, { input }] of operations.entries()) {
    const group = root(input[0]?.key ?? '');
    const part = parts.get(group) ?? { keys: new Set(), indices: [] };
    parts.set(group, part);
    part.indices.push(position);
    for (const { key } of input) {
      part.keys.add(key);
    }
  }
  return [...parts.values()].map(({ keys, indices }) => ({
    key: [...keys].sort().join(', '),
    indices,
  }));
}
