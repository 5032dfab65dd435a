import { anyOf, describeValue, type Model as Specification, type Value } from 'ts-linearizability';
import { InputError } from '../../harness/core/errors.js';
import type { ObjectModel } from '../../harness/core/model.js';
import type { ObjectOperations, Options } from './operations.js';

export type AnySpecification = Specification<unknown, unknown, unknown>;

/**
 * The specification of each object of a history: they may differ in their states at first.
 * @throws InputError for the state at first of a key that no op is about.
 */
export function specificationsOf(
  model: ObjectModel,
  options: Options,
  objects: readonly ObjectOperations[],
): (key: string | undefined) => AnySpecification {
  const { initial, initialByKey = {}, initialUnknown } = options;
  const isUnknown = initialUnknown ?? (initial === undefined && model.startsUnknown === true);
  const others = isUnknown
    ? unknownAtFirst(model, options)
    : created(model, initial as Value | undefined, options);
  const used = new Set(objects.map(({ key = '' }) => keyAsField(key)));
  const byKey = new Map<string, AnySpecification>();
  for (const [key, state] of Object.entries(initialByKey)) {
    if (!used.has(key)) {
      throw new InputError({
        code: 'E_INITIAL',
        expected: 'the states at first by key (initialByKey) to be of keys of the history',
        actual: `no op is about the key ${JSON.stringify(key)}`,
        advice: 'correct the name of the key, or leave it out',
      });
    }
    byKey.set(key, created(model, state as Value | undefined, options));
  }
  return (key = '') => byKey.get(keyAsField(key)) ?? others;
}

/** A key as the name of a field in JSON, where every key is a string. */
export function keyAsField(key: string): string {
  return key.startsWith('"') ? String(JSON.parse(key)) : key;
}

function created(model: ObjectModel, state: Value | undefined, options: Options): AnySpecification {
  const specification = model.create(state, options);
  return { describeOperation: inWords, ...specification };
}

/** The specification of what may begin in any state: what is seen of it tells in which. */
function unknownAtFirst(model: ObjectModel, options: Options): AnySpecification {
  const known = created(model, undefined, options);
  return {
    ...known,
    ofPart: (_key, operations) => {
      const [first, ...others] = (model.starts?.(operations) ?? []).map((state) =>
        created(model, state, options),
      );
      return first === undefined ? known : anyOf(first, ...others);
    },
  };
}

/** What an op did, where the model has no words of its own: `add(3) -> ?`. */
function inWords(input: unknown, output: unknown): string {
  const { f, ...given } = (typeof input === 'object' ? input : null) as { readonly f?: unknown } & {
    readonly [field: string]: Value;
  };
  const values = Object.values(given).filter((value) => value !== undefined);
  const called =
    typeof f === 'string'
      ? `${f}(${values.map(describeValue).join(', ')})`
      : describeValue(input as Value);
  return `${called} -> ${describeValue(output as Value | undefined)}`;
}
