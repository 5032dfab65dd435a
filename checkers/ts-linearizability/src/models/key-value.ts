import type { Model } from '../types.js';
import { keyValueZones } from '../specialised/key-value-zones.js';
import { describeValue } from '../values/describe.js';
import { structuralKey } from '../values/key.js';
import type { KeyValueInput, KeyValueOutput } from './inputs.js';
import { partitionBy } from './partition-by.js';

/**
 * Strings by key, with get, put and append. A key that was never written reads as `missing`,
 * by default the empty string; append counts it as empty.
 *
 * @param initial - what keys hold at first, by key; the others were never written.
 */
export function keyValue(
  missing: string | null = '',
  initial: Readonly<Record<string, string>> = {},
): Model<ReadonlyMap<string, string>, KeyValueInput, KeyValueOutput> {
  const start: ReadonlyMap<string, string> = new Map(Object.entries(initial));
  return {
    name: 'key-value',
    init: () => [start],
    step(state, input, output) {
      const held = state.get(input.key);
      if (input.f === 'get') {
        return output === undefined || output === (held ?? missing) ? [state] : [];
      }
      const value = input.f === 'put' ? input.value : (held ?? '') + input.value;
      return [new Map(state).set(input.key, value)];
    },
    key: (state) => structuralKey(state),
    operationKey: (input, output) =>
      input.f === 'get'
        ? `g${input.key.length}:${input.key}${output === null ? '-' : output === undefined ? '?' : `=${output}`}`
        : `${input.f === 'put' ? 'p' : 'a'}${input.key.length}:${input.key}${input.value}`,
    readOnly: (input) => input.f === 'get',
    partition: partitionBy((input) => input.key),
    describeOperation,
    describeState: (state) =>
      [...state].map(([key, value]) => `${key}=${describeValue(value)}`).join(' ') || 'empty',
    specialised: [
      keyValueZones((key) => {
        const held = start.get(key);
        return { reads: held ?? missing, base: held ?? '' };
      }, describeOperation),
    ],
  };
}

function describeOperation(input: KeyValueInput, output: KeyValueOutput | undefined): string {
  return input.f === 'get'
    ? `get(${input.key}) -> ${describeValue(output)}`
    : `${input.f}(${input.key}, ${describeValue(input.value)})`;
}
