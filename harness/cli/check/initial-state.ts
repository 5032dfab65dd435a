import type { Model } from 'ts-linearizability';

import { InputError } from '../../core/errors.js';
import { parseJson, type RecordedValue } from '../../histories/index.js';
import { Misfit, type CheckableModel } from './models/index.js';

/**
 * A model in its state at first.
 * @param initial - JSON text of that state; default: the model's own.
 * @throws InputError for a state that the model can't have.
 */
export function modelOf(
  model: CheckableModel,
  initial: string | undefined,
): Model<unknown, unknown, unknown> {
  if (initial !== undefined && model.initial === null) {
    throw initialError(`no --initial: ${model.name} has none`, initial);
  }
  try {
    return model.create(initial === undefined ? undefined : initialOf(initial));
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw initialError(`--initial of ${model.name} to be ${error.expected}`, initial ?? '');
  }
}

function initialOf(text: string): RecordedValue {
  try {
    return parseJson(text, { line: 1, column: 1 });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw initialError('--initial to be JSON', text);
  }
}

function initialError(expected: string, got: string): InputError {
  return new InputError({
    code: 'E_INITIAL',
    expected,
    actual: got === '' ? 'none was given' : `it is ${got}`,
    advice: 'quote it for the shell: --initial 0, --initial \'"a"\', --initial \'{"x":0}\'',
  });
}
