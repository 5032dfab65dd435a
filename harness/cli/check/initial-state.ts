import { anyOf, type Model } from 'ts-linearizability';

import { listInWords } from '../../core/words.js';
import { InputError } from '../../core/errors.js';
import { parseJson, type RecordedValue } from '../../histories/index.js';
import { isTransactional, Misfit, models, type LinearizableModel } from './models/index.js';

type AnyModel = Model<unknown, unknown, unknown>;

/** Instead of a state: it is not known. */
export const UNKNOWN = 'unknown';

/**
 * A model in its state at first.
 * @param initial - JSON text of that state, or {@link UNKNOWN}; default: the model's own.
 * @throws InputError for a state that the model can't have.
 */
export function modelOf(model: LinearizableModel, initial: string | undefined): AnyModel {
  const isUnknown = initial === UNKNOWN || (initial === undefined && model.startsUnknown === true);
  if (isUnknown) return unknownAtFirst(model);
  if (initial !== undefined) refuseWithout(model, '--initial', initial);
  return created(model, initial === undefined ? undefined : jsonOf('--initial', initial), {
    option: '--initial',
    text: initial ?? '',
  });
}

/**
 * Models of single keys, by key.
 * @param initialByKey - JSON text of an object with the state of each key at first.
 * @param independent - whether each key is judged by itself.
 * @throws InputError for a state that the model can't have.
 */
export function modelsByKey(
  model: LinearizableModel,
  initialByKey: string | undefined,
  independent: boolean,
): ReadonlyMap<string, AnyModel> {
  if (initialByKey === undefined) return new Map();
  const option = '--initial-by-key';
  if (!independent) {
    const expected = `${option} together with --independent, for values that are [key v]`;
    throw initialError(option, expected, initialByKey);
  }
  refuseWithout(model, option, initialByKey);
  const states = jsonOf(option, initialByKey);
  if (typeof states !== 'object' || states === null || Array.isArray(states)) {
    throw initialError(
      option,
      `${option} to be an object with the state of each key`,
      initialByKey,
    );
  }
  return new Map(
    Object.entries(states as Readonly<Record<string, RecordedValue>>).map(([key, state]) => [
      key,
      created(model, state, { option, text: initialByKey }),
    ]),
  );
}

/** The model of what may begin in any state: what is seen of it tells in which. */
function unknownAtFirst(model: LinearizableModel): AnyModel {
  const { starts } = model;
  if (starts === undefined) {
    const able = models.flatMap((other) =>
      isTransactional(other) || other.starts === undefined ? [] : [other.name],
    );
    throw initialError(
      '--initial',
      `a state for ${model.name}: only ${listInWords(able)} may begin as nobody knows what`,
      UNKNOWN,
    );
  }
  return {
    ...model.create(undefined),
    ofPart: (_key, operations) => {
      const [first, ...others] = starts(operations).map((state) => model.create(state));
      return first === undefined ? model.create(undefined) : anyOf(first, ...others);
    },
  };
}

interface Given {
  readonly option: string;
  readonly text: string;
}

function created(
  model: LinearizableModel,
  state: RecordedValue | undefined,
  { option, text }: Given,
): AnyModel {
  try {
    return model.create(state);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw initialError(option, `${option} of ${model.name} to be ${error.expected}`, text);
  }
}

function refuseWithout(model: LinearizableModel, option: string, text: string): void {
  if (model.initial === null)
    throw initialError(option, `no ${option}: ${model.name} has none`, text);
}

function jsonOf(option: string, text: string): RecordedValue {
  try {
    return parseJson(text, { line: 1, column: 1 });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw initialError(option, `${option} to be JSON`, text);
  }
}

function initialError(option: string, expected: string, got: string): InputError {
  return new InputError({
    code: 'E_INITIAL',
    expected,
    actual: got === '' ? 'none was given' : `it is ${got}`,
    advice:
      option === '--initial'
        ? 'quote it for the shell: --initial 0, --initial \'"a"\', --initial \'{"x":0}\''
        : `quote it for the shell: ${option} '{"a":5,"b":7}'`,
  });
}
