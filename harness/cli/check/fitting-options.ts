import { InputError } from '../../core/errors.js';
import type { CheckFileOptions } from './check-file-options.js';
import { isTransactional, models, type CheckableModel, type ModelOptions } from './models/index.js';

/** The options of single models, as they are called on the command line. */
const MODEL_OPTIONS: readonly (readonly [keyof ModelOptions, flag: string])[] = [
  ['negativeBalances', '--negative-balances'],
  ['offsetGaps', '--offset-gaps'],
];

type Options = Pick<
  CheckFileOptions,
  keyof ModelOptions | 'independent' | 'oneObject' | 'initial' | 'initialByKey' | 'consistencyModel'
>;

/** @throws InputError for an option that makes no sense for a model, saying why. */
export function refuseUnfit(model: CheckableModel, options: Options): void {
  if (isTransactional(model)) {
    const about = `a transaction of ${model.name} names its keys itself`;
    if (options.independent === true) {
      throw unfit('--independent', about, 'leave --independent out: all keys are judged together');
    }
    if (options.oneObject === true) {
      throw unfit('--one-object', about, 'leave --one-object out: all keys are judged together');
    }
    const initial = options.initial === undefined ? '--initial-by-key' : '--initial';
    if (options.initial !== undefined || options.initialByKey !== undefined) {
      throw unfit(
        initial,
        `every list of ${model.name} is empty at first`,
        `leave ${initial} out, and record the transactions that fill the lists`,
      );
    }
  } else if (options.consistencyModel !== undefined) {
    throw unfit(
      '--consistency-model',
      `${model.name} is one object, and it is judged whether the history is linearizable`,
      'leave --consistency-model out, or name a --model of transactions: list-append',
    );
  }
  const own = isTransactional(model) ? [] : (model.options ?? []);
  for (const [option, flag] of MODEL_OPTIONS) {
    if (options[option] === undefined || own.includes(option)) continue;
    const able = models.filter((one) => !isTransactional(one) && one.options?.includes(option));
    throw unfit(
      flag,
      `it says nothing of the model ${model.name}`,
      `leave ${flag} out, or name its --model: ${able.map(({ name }) => name).join(', ')}`,
    );
  }
}

function unfit(option: string, because: string, advice: string): InputError {
  return new InputError({
    code: 'E_OPTION',
    expected: `no ${option}: ${because}`,
    actual: `${option} was given`,
    advice,
  });
}
