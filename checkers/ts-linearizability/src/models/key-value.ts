import type { Model, Operation } from '../types.js';
import { keyAsRegister, type FirstText } from '../specialised/key-as-register.js';
import { registerJustInTime } from '../specialised/register-just-in-time.js';
import { registerZones } from '../specialised/register-zones.js';
import { describeValue } from '../values/describe.js';
import { structuralKey } from '../values/key.js';
import type { KeyValueInput, KeyValueOutput } from './inputs.js';
import { partitionBy } from './partition-by.js';
import { SeenTexts } from './seen-texts.js';
import { append, isString, stringOf, type Text } from './text.js';

/** The texts of the keys that were written. */
export type KeyValueState = ReadonlyMap<string, Text>;

/**
 * Strings by key, with get, put and append. A key that was never written reads as `missing`,
 * by default the empty string; append counts it as empty.
 *
 * @param initial - what keys hold at first, by key; the others were never written.
 */
export function keyValue(
  missing: string | null = '',
  initial: Readonly<Record<string, string>> = {},
): Model<KeyValueState, KeyValueInput, KeyValueOutput> {
  const texts = new Map(Object.entries(initial));
  const start = new Map([...texts].map(([key, text]) => [key, append(undefined, text)]));
  return {
    name: 'key-value',
    init: () => [start],
    step(state, input, output) {
      const held = state.get(input.key);
      if (input.f === 'get') {
        return isAnswer(held, output) ? [state] : [];
      }
      const next = append(input.f === 'put' ? undefined : held, input.value);
      return next === held ? [state] : [new Map(state).set(input.key, next)];
    },
    key: (state) => structuralKey(new Map([...state].map(([key, text]) => [key, stringOf(text)]))),
    operationKey: (input, output) =>
      input.f === 'get'
        ? `g${input.key.length}:${input.key}${output === null ? '-' : output === undefined ? '?' : `=${output}`}`
        : `${input.f === 'put' ? 'p' : 'a'}${input.key.length}:${input.key}${input.value}`,
    readOnly: (input) => input.f === 'get',
    overwrites: (input) => input.f === 'put',
    partition: partitionBy((input) => input.key),
    ofPart: (key, operations) => {
      const held = texts.get(key);
      const model = keyValue(missing, held === undefined ? {} : { [key]: held });
      return { ...model, ...toldApartByGets(key, operations) };
    },
    describeOperation,
    describeState: (state) =>
      [...state].map(([key, text]) => `${key}=${describeValue(stringOf(text))}`).join(' ') ||
      'empty',
    specialised: [registerZones, registerJustInTime].map((checker) =>
      keyAsRegister(checker, firstOf, describeOperation),
    ),
  };

  function firstOf(key: string): FirstText {
    const held = texts.get(key);
    return { reads: held ?? missing, base: held ?? '' };
  }

  function isAnswer(held: Text | undefined, output: KeyValueOutput | undefined): boolean {
    if (held === undefined) {
      return output === undefined || output === missing;
    }
    return output === undefined || (typeof output === 'string' && isString(held, output));
  }
}

/**
 * Of one key, states are the same if no get of the history can tell them apart: how texts differ
 * that nobody saw does not matter.
 */
function toldApartByGets(
  key: string,
  operations: readonly Operation<KeyValueInput, KeyValueOutput>[],
): Pick<Model<KeyValueState, KeyValueInput, KeyValueOutput>, 'key' | 'canLeadTo'> {
  let known: SeenTexts | undefined;
  const seen = () =>
    (known ??= new SeenTexts(
      operations.flatMap(({ output }) => (typeof output === 'string' ? [output] : [])),
    ));
  return {
    key(state) {
      const held = state.get(key);
      return held === undefined ? null : seen().keyOf(held);
    },
    canLeadTo(state, input, output) {
      const held = state.get(key);
      return (
        input.f !== 'get' ||
        output === undefined ||
        held === undefined ||
        (output !== null && seen().canBecome(held, output))
      );
    },
  };
}

function describeOperation(input: KeyValueInput, output: KeyValueOutput | undefined): string {
  return input.f === 'get'
    ? `get(${input.key}) -> ${describeValue(output)}`
    : `${input.f}(${input.key}, ${describeValue(input.value)})`;
}
