import { alterHistory, type AlterableKind } from '../generate/alterations.test.support.js';
import {
  generateHistory,
  type HistoryOf,
  type HistoryOptions,
} from '../generate/history.test.support.js';
import type { Kinds } from '../generate/kinds.test.support.js';
import { Random } from '../generate/random.test.support.js';
import { casRegister } from '../models/cas-register.js';
import { counter } from '../models/counter.js';
import { growOnlySet } from '../models/grow-only-set.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import { keyValue } from '../models/key-value.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { register } from '../models/register.js';
import { set } from '../models/set.js';
import { stack } from '../models/stack.js';
import type { BenchmarkCase, Subject } from './benchmark-case.js';
import { REPEATED_REGISTERS } from './repeated-registers.js';
import { REPEATED_VALUES } from './repeated-values.js';
import type { Model, Operation, Value } from '../types.js';
import { etcdLogs, keyValueLogs } from './porcupine-logs.js';

function subject<State, Input, Output>(
  model: Model<State, Input, Output>,
  histories: readonly (readonly Operation<Input, Output>[])[],
): Subject {
  return { model: model as Subject['model'], histories };
}

/** One generated history, or the same with one wrong answer at 95 % of it. */
function generated<K extends AlterableKind, State>(
  kind: K,
  model: Model<State, Kinds[K]['input'], Kinds[K]['output']>,
  options: HistoryOptions,
  isAltered = false,
): Subject {
  const history = generateHistory(kind, options);
  const judged = isAltered ? alterHistory(kind, history)?.history : history;
  if (judged === undefined) {
    throw new Error(`a ${kind} history of ${options.operations} operations that cannot be altered`);
  }
  return subject(model, [judged]);
}

interface Rows<K extends AlterableKind, State> extends Omit<
  BenchmarkCase,
  'name' | 'verdict' | 'prepare'
> {
  readonly name?: string;
  readonly model: () => Model<State, Kinds[K]['input'], Kinds[K]['output']>;
  /** Shares of operations without an answer; default: none. */
  readonly crashRates?: readonly number[];
}

/** A row for each share of crashed operations, as it is and with a wrong answer. */
function rows<K extends AlterableKind, State>(
  kind: K,
  { name = kind, model, crashRates = [0], ...limits }: Rows<K, State>,
  options: HistoryOptions,
): BenchmarkCase[] {
  return crashRates.flatMap((crashRate) =>
    [false, true].map((isAltered) => ({
      name: `${name}${crashRate > 0 ? `, ${crashRate * 100} % crashed` : ''}${isAltered ? ', illegal' : ''}`,
      verdict: isAltered ? ('illegal' as const) : ('ok' as const),
      ...limits,
      prepare: () => generated(kind, model(), { ...options, crashRate }, isAltered),
    })),
  );
}

const MILLION = 1_000_000;
const UNIQUE = { operations: MILLION, clients: 100 };
const FEW = { clients: 10, reads: 1 / 3, values: { size: 5 } };
const crashRates = [0, 0.01];
/** As Porcupine's key-value logs: ten keys, mostly appends, and texts that come again. */
const TEXTS = { keys: 10, appends: 0.9, values: { size: 600 } };

export const CASES: readonly BenchmarkCase[] = [
  ...rows('register', { model: register, limitMs: 1000, limitMB: 300, crashRates }, UNIQUE),
  ...rows('cas-register', { model: casRegister, limitMs: 1000, limitMB: 300, crashRates }, UNIQUE),
  ...rows('queue', { model: queue, limitMs: 1500, crashRates }, UNIQUE),
  ...rows('stack', { model: stack, limitMs: 2000, crashRates }, UNIQUE),
  ...rows('priority-queue', { model: priorityQueue, limitMs: 2000, crashRates }, UNIQUE),
  ...REPEATED_REGISTERS,
  ...REPEATED_VALUES,
  ...rows('set', { model: set, limitMs: 2000, crashRates }, { ...UNIQUE, readsOfAll: 0 }),
  ...rows('counter', { model: counter, limitMs: 2000, crashRates }, UNIQUE),
  ...rows(
    'counter',
    {
      name: 'counter, adds of 1 to 5, 10 in flight, 3,000',
      model: counter,
      limitMs: 1000,
      crashRates: [0, 0.05],
    },
    { operations: 3000, clients: 10, values: { size: 5 } },
  ),
  ...rows(
    'grow-only-set',
    { model: growOnlySet, limitMs: 3000 },
    { operations: MILLION + 1000, clients: 100, reads: 1000 / MILLION },
  ),
  ...rows(
    'key-value',
    { name: 'key-value, ten keys, 5 values, 50 in flight', model: keyValue, limitMs: 5000 },
    { operations: MILLION, clients: 50, keys: 10, values: { size: 5 } },
  ),
  ...rows(
    'cas-register',
    { name: 'cas-register, 5 values, 10 in flight, 100k', model: casRegister, limitMs: 1000 },
    { operations: 100_000, ...FEW },
  ),
  {
    name: 'cas-register, 5 values, 10 in flight, 1,000, 47 crashed, illegal',
    verdict: 'illegal',
    limitMs: 1000,
    prepare: () => subject(casRegister(), [crashedAndWrong()]),
  },
  ...rows(
    'key-value',
    {
      name: 'key-value, texts appended again, 35 in flight, 1,712',
      model: keyValue,
      limitMs: 500,
      textbook: 0,
      crashRates,
    },
    { ...TEXTS, operations: 1712, clients: 35 },
  ),
  ...rows(
    'key-value',
    {
      name: 'key-value, texts appended again, 10 in flight, 3,000',
      model: keyValue,
      limitMs: 3000,
      crashRates: [0.5],
    },
    { ...TEXTS, operations: 3000, clients: 10, keys: 5 },
  ),
  ...[false, true].map((isWrong): BenchmarkCase => ({
    name: `set of 20 elements with removes, 10 in flight, 10k${isWrong ? ', illegal' : ''}`,
    verdict: isWrong ? 'illegal' : 'ok',
    limitMs: 100,
    prepare: () => subject(set(), [fewElements(isWrong)]),
  })),
  {
    name: "Porcupine's etcd logs",
    limitMs: 100,
    textbook: 50,
    prepare: () => subject(casRegister(), [...etcdLogs().values()]),
  },
  {
    name: "Porcupine's etcd logs, model of a user",
    limitMs: 100,
    textbook: 10,
    prepare: () => subject(usersRegister, [...etcdLogs().values()]),
  },
  ...['c10-ok.txt', 'c10-bad.txt'].map((name) => ({
    name: `Porcupine's key-value test, ${name}`,
    limitMs: 500,
    textbook: 0,
    prepare: () =>
      subject(
        keyValue(),
        [keyValueLogs().get(name)].flatMap((log) => (log === undefined ? [] : [log])),
      ),
  })),
  ...rows(
    'register',
    {
      name: 'register, unique, 5 in flight, 3,000',
      model: register,
      limitMs: 50,
      textbook: 0,
    },
    { operations: 3000, clients: 5 },
  ),
  ...rows(
    'cas-register',
    {
      name: 'cas-register, 5 values, 10 in flight, 1,000',
      model: casRegister,
      limitMs: 50,
      textbook: 0,
    },
    { operations: 1000, ...FEW },
  ),
];

/** Twenty elements that come and go; if it is to be wrong, one look in a hundred tells the opposite. */
function fewElements(isWrong: boolean): HistoryOf<'set'> {
  const random = new Random(1);
  const options = { ...FEW, operations: 10_000, readsOfAll: 0, values: { size: 20 } };
  return generateHistory('set', options).map((operation) =>
    isWrong && operation.input.f === 'contains' && random.chance(0.01)
      ? { ...operation, output: operation.output === false }
      : operation,
  );
}

const CRASHED = 47;

/** A thousand operations on five values, 47 of them crashed, one read in five wrong. */
function crashedAndWrong(): Operation<CasRegisterInput, CasRegisterOutput>[] {
  for (let seed = 1; ; seed++) {
    const history = generateHistory('cas-register', {
      operations: 1000,
      ...FEW,
      crashRate: 0.05,
      seed,
    });
    if (history.filter(({ return: returned }) => returned === Infinity).length === CRASHED) {
      const random = new Random(seed);
      return history.map((operation) =>
        operation.input.f === 'read' && operation.return !== Infinity && random.chance(0.2)
          ? { ...operation, output: 1 + random.below(5) }
          : operation,
      );
    }
  }
}

/** A model as a user would write one: two functions and nothing else. Porcupine's etcd model. */
const usersRegister: Model<Value, CasRegisterInput, CasRegisterOutput> = {
  name: 'users-register',
  init: () => [null],
  step(state, input, output) {
    if (input.f === 'write') {
      return [input.value];
    }
    if (input.f === 'read') {
      return output === undefined || output === state ? [state] : [];
    }
    const sets = input.from === state;
    return output === undefined || output === sets ? [sets ? input.to : state] : [];
  },
};
