import type { Value } from 'ts-linearizability';
import { InputError } from './errors.js';
import type { Json, JsonObject } from './json.js';
import { jsonText } from './json-text.js';
import {
  isTransactional,
  Misfit,
  type Model,
  type ModelOption,
  type ObjectModel,
  type ObjectOptions,
} from './model.js';
import { listInWords } from './words.js';

/** The options of every object that have a plain type. */
const OF_OBJECTS: Readonly<Record<string, ModelOption>> = {
  independent: { summary: 'values are [key v]: each key by itself', default: false },
  initialUnknown: { summary: 'the state at first is not known', default: false },
  nilRead: { summary: 'what a read of null saw', default: 'null', choices: ['null', 'unknown'] },
  failedCas: {
    summary: 'what a failed cas did that does not say what it saw',
    default: 'did-not-happen',
    choices: ['did-not-happen', 'saw-other'],
  },
};

/** Those that are states at first. */
const STATES = new Set(['initial', 'initialByKey']);

/** What a refusal needs to know beside the model. */
export interface OptionWords {
  /** All models: those that have an option are named where another has not. */
  readonly models: readonly Model[];
  /** How whoever gave them calls an option: `--initial`. Default: by its name. */
  readonly called?: (option: string) => string;
}

/**
 * The options of a model with the defaults of its own.
 * @throws InputError for an option that it has not, or a value that it can't have.
 */
export function modelOptions(
  model: Model,
  given: JsonObject,
  words: OptionWords,
): JsonObject & ObjectOptions {
  const called = words.called ?? ((option) => option);
  const own = model.options ?? {};
  const known = isTransactional(model) ? own : { ...OF_OBJECTS, ...own };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const option = known[name];
    if (option !== undefined) refuseOther(called(name), option, value);
    else if (isTransactional(model) || !STATES.has(name)) throw unfit(model, name, words);
  }
  if (!isTransactional(model)) refuseState(model, given, { ...words, called });
  const defaults = Object.entries(own).map(([name, option]) => [name, option.default]);
  return { ...Object.fromEntries(defaults), ...given } as JsonObject & ObjectOptions;
}

function refuseOther(called: string, option: ModelOption, value: Json): void {
  const { choices } = option;
  const fits = choices?.includes(value) ?? typeof value === typeof option.default;
  if (fits) return;
  throw new InputError({
    code: 'E_OPTION',
    expected:
      choices === undefined
        ? `${called} to be a ${typeof option.default}`
        : `${called} to be one of ${choices.map(String).join(', ')}`,
    actual: `it is ${jsonText(value)}`,
    advice: `${called} says: ${option.summary}`,
  });
}

function unfit(model: Model, name: string, { models, called = String }: OptionWords): InputError {
  const option = called(name);
  const able = models.flatMap((one) =>
    one.options?.[name] === undefined || one === model ? [] : [one.name],
  );
  const [because, advice] = isTransactional(model)
    ? whyNotOfTransactions(model.name, name, option)
    : [
        `it says nothing of the model ${model.name}`,
        `leave ${option} out${able.length === 0 ? '' : `, or name a model that has it: ${able.join(', ')}`}`,
      ];
  return new InputError({
    code: 'E_OPTION',
    expected: `no ${option}: ${because}`,
    actual: `${option} was given`,
    advice,
  });
}

function whyNotOfTransactions(model: string, name: string, option: string): [string, string] {
  if (name === 'independent') {
    return [
      `a transaction of ${model} names its keys itself`,
      `leave ${option} out: all keys are judged together`,
    ];
  }
  return name.startsWith('initial')
    ? [
        `every list of ${model} is empty at first`,
        `leave ${option} out, and record the transactions that fill the lists`,
      ]
    : [`it says nothing of the model ${model}`, `leave ${option} out`];
}

type Words = OptionWords & { readonly called: (option: string) => string };

/** @throws InputError for a state at first that the model can't have. */
function refuseState(model: ObjectModel, options: ObjectOptions, words: Words): void {
  const { initial, initialByKey, initialUnknown, independent } = options;
  const { called } = words;
  const name = called('initial');
  const byKey = called('initialByKey');
  if (initialUnknown === true && model.starts === undefined) {
    const able = words.models.flatMap((one) =>
      isTransactional(one) || one.starts === undefined ? [] : [one.name],
    );
    const expected = `a state for ${model.name}: only ${listInWords(able)} may begin as nobody knows what`;
    throw stateError(name, expected, 'unknown');
  }
  if (initial !== undefined) refuseMisfit(model, name, initial, options);
  if (initialByKey === undefined) return;
  if (independent !== true) {
    const expected = `${byKey} together with ${called('independent')}, for values that are [key v]`;
    throw stateError(byKey, expected, jsonText(initialByKey));
  }
  if (typeof initialByKey !== 'object' || initialByKey === null || Array.isArray(initialByKey)) {
    const expected = `${byKey} to be an object with the state of each key`;
    throw stateError(byKey, expected, jsonText(initialByKey));
  }
  for (const state of Object.values(initialByKey)) {
    if (state !== undefined) refuseMisfit(model, byKey, state, options);
  }
}

function refuseMisfit(model: ObjectModel, called: string, state: Json, options: object): void {
  if (model.initial === undefined) {
    throw stateError(called, `no ${called}: ${model.name} has none`, jsonText(state));
  }
  const defaults = Object.entries(model.options ?? {}).map(([name, one]) => [name, one.default]);
  try {
    model.create(state as Value, { ...Object.fromEntries(defaults), ...options });
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw stateError(called, `${called} of ${model.name} to be ${error.expected}`, jsonText(state));
  }
}

/**
 * A state at first that can't be.
 * @param called - how the option is called that gives it.
 */
function stateError(called: string, expected: string, got: string): InputError {
  return new InputError({
    code: 'E_INITIAL',
    expected,
    actual: got === '' ? 'none was given' : `it is ${got.slice(0, 80)}`,
    advice: called.startsWith('--')
      ? `quote it for the shell: ${called.endsWith('by-key') ? `${called} '{"a":5,"b":7}'` : `${called} 0, ${called} '"a"', ${called} '{"x":0}'`}`
      : 'give a state that the model can have',
  });
}
