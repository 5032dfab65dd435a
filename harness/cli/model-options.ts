import { Option, type Command } from 'commander';

import { modelOptions } from '../core/model-options.js';
import { InputError } from '../core/errors.js';
import type { Json, JsonObject } from '../core/json.js';
import { checkerOf, type Model, type PlannedModel } from '../core/model.js';
import { parseJson } from '../histories/index.js';
import { named } from '../core/named.js';
import { keyValue } from './option-parsers.js';

/** What a history is judged as, and how that model is to be understood. */
export interface ModelFlags {
  readonly model?: string;
  readonly independent?: true;
  readonly oneObject?: true;
  readonly initial?: string;
  readonly initialByKey?: string;
  readonly consistencyModel?: string;
  readonly negativeBalances?: true;
  readonly offsetGaps?: true;
  readonly nilRead?: string;
  readonly failedCas?: string;
  readonly modelOption?: Readonly<Record<string, string>>;
}

/** A model, and the checkers that judge by it: what a plan says of them. */
export interface JudgedBy {
  readonly model: PlannedModel;
  readonly checkers: readonly string[];
}

/** How the options of models are called on the command line; others go by `--model-option`. */
const FLAGS: Readonly<Record<string, string>> = {
  independent: '--independent',
  initial: '--initial',
  initialUnknown: '--initial',
  initialByKey: '--initial-by-key',
  consistencyModel: '--consistency-model',
  negativeBalances: '--negative-balances',
  offsetGaps: '--offset-gaps',
  nilRead: '--nil-read',
  failedCas: '--failed-cas',
};

/** As `--initial`: the state at first is not known. */
const UNKNOWN = 'unknown';

/** Adds the options that say what a history is judged as. */
export function withModelFlags(command: Command): Command {
  return command
    .option('--model <name>', 'what the store claims to be: see the models below')
    .option('--independent', 'values are [key v]: judge each key by itself')
    .addOption(
      new Option(
        '--one-object',
        'the history is about one object, although reads are invoked with [key null]',
      ).conflicts('independent'),
    )
    .option(
      '--initial <json>',
      'state at first: see the models below; or unknown: what is seen of it tells',
    )
    .option(
      '--initial-by-key <json>',
      'with --independent: an object with the state at first of single keys, as {"a":5,"b":7}',
    )
    .option(
      '--consistency-model <level>',
      'what is claimed: of transactions snapshot-isolation, serializable, … (default: strict-serializable), of registers sequential, causal, pram (default: linearizable)',
    )
    .option('--negative-balances', 'accounts of a bank may be overdrawn')
    .option('--offset-gaps', 'a log may leave out offsets, as Kafka does')
    .option('--nil-read <meaning>', 'what a read of null saw: null (default), or unknown')
    .option(
      '--failed-cas <meaning>',
      'what a failed cas did that does not say what it saw: did-not-happen, or saw-other (default: the format’s)',
    )
    .option(
      '--model-option <name=value>',
      'an option of a model of your own; may be repeated',
      keyValue,
    );
}

/**
 * What the options ask for; `undefined` where they name no model.
 * @throws InputError for a model that is none, and for an option that it has not or can't have so.
 */
export function judgedBy(flags: ModelFlags, models: readonly Model[]): JudgedBy | undefined {
  const given = givenOptions(flags);
  if (flags.model === undefined) {
    const [idle] = Object.keys(given);
    if (idle !== undefined) throw withoutModel(calledOf(idle, flags));
    return undefined;
  }
  const model = named(models, flags.model, 'model');
  const called = (name: string): string => calledOf(name, flags);
  // Only what was given is stored: what a model takes for granted is its own to say.
  modelOptions(model, given, { models, called });
  return { model: { name: model.name, options: given }, checkers: [checkerOf(model, given)] };
}

function givenOptions(flags: ModelFlags): JsonObject {
  const { initial, initialByKey, oneObject, modelOption = {} } = flags;
  const state = initial === undefined || initial === UNKNOWN ? undefined : initial;
  const all: Record<string, Json | undefined> = {
    independent: oneObject === true ? false : flags.independent,
    initial: state === undefined ? undefined : stateOf('--initial', state),
    initialUnknown: initial === UNKNOWN ? true : undefined,
    initialByKey:
      initialByKey === undefined ? undefined : stateOf('--initial-by-key', initialByKey),
    consistencyModel: flags.consistencyModel,
    negativeBalances: flags.negativeBalances,
    offsetGaps: flags.offsetGaps,
    nilRead: flags.nilRead,
    failedCas: flags.failedCas,
    ...Object.fromEntries(Object.entries(modelOption).map(([name, text]) => [name, jsonOr(text)])),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function calledOf(name: string, { oneObject }: ModelFlags): string {
  if (name === 'independent' && oneObject === true) return '--one-object';
  return FLAGS[name] ?? `--model-option ${name}`;
}

/** JSON, or the text itself where it is none. */
function jsonOr(text: string): Json {
  try {
    return parseJson(text, { line: 1, column: 1 });
  } catch (error) {
    if (error instanceof InputError) return text;
    throw error;
  }
}

function stateOf(flag: string, text: string): Json {
  try {
    return parseJson(text, { line: 1, column: 1 });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError({
      code: 'E_INITIAL',
      expected: `${flag} to be JSON`,
      actual: `it is ${text}`,
      advice: `quote it for the shell: ${flag === '--initial' ? `${flag} 0, ${flag} '"a"', ${flag} '{"x":0}'` : `${flag} '{"a":5,"b":7}'`}`,
    });
  }
}

function withoutModel(flag: string): InputError {
  return new InputError({
    code: 'E_OPTION',
    expected: `a --model for ${flag}`,
    actual: 'none was named',
    advice: `name the model that ${flag} is about, or leave ${flag} out`,
  });
}

/** The models, a line each, for the help of a command. */
export function modelTable(models: readonly Model[]): string {
  return table(
    'Models',
    models.map((model) => ({
      name: model.name,
      summary: `${model.summary}: ${model.ops}${'initial' in model ? `; --initial: ${model.initial}` : ''}`,
    })),
  );
}

/** Names with what they are, a line each. */
export function table(
  title: string,
  rows: readonly { readonly name: string; readonly summary: string }[],
): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return [
    `${title}:`,
    ...rows.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
  ].join('\n');
}
