import { alterHistory, type AlterableKind } from '../generate/alterations.test.support.js';
import { generateHistory, type HistoryOptions } from '../generate/history.test.support.js';
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
import type { Model, Value } from '../types.js';
import type { AnyModel, BenchmarkCase, History, Limits } from './benchmark-case.js';
import { etcdLogs, keyValueLogs } from '../generate/porcupine-logs.test.support.js';
import { withFalseEmpty, withTwice } from './repeated-values.js';

const MODELS = {
  register: register() as AnyModel,
  'cas-register': casRegister() as AnyModel,
  'key-value': keyValue() as AnyModel,
  counter: counter() as AnyModel,
  'grow-only-set': growOnlySet() as AnyModel,
  set: set() as AnyModel,
  queue: queue() as AnyModel,
  stack: stack() as AnyModel,
  'priority-queue': priorityQueue() as AnyModel,
};
type Kind = keyof typeof MODELS & AlterableKind;

/** The share of operations without an answer, and whether an answer is wrong. */
type Variant = readonly [crashRate: number, isWrong: boolean];
const LEGAL: Variant = [0, false];
const ILLEGAL: Variant = [0, true];

function crashed(...rates: readonly number[]): Variant[] {
  return rates.flatMap((rate): Variant[] => [
    [rate, false],
    [rate, true],
  ]);
}

/** How a history is made wrong: by default one answer is, at 95 % of it. */
type Alteration = (history: History, kind: Kind) => History | undefined;
const oneAnswer: Alteration = (history, kind) => alterHistory(kind, history as never)?.history;

/** A row for each variant of a generated history. */
function rows(
  kind: Kind,
  name: string,
  options: HistoryOptions,
  limits: Limits,
  variants: readonly Variant[] = [LEGAL, ILLEGAL],
  change: (history: History) => History = (history) => history,
  makeWrong: Alteration = oneAnswer,
): BenchmarkCase[] {
  return variants.map(([crashRate, isWrong]) => ({
    name: `${name}${crashRate > 0 ? `, ${crashRate * 100} % crashed` : ''}${isWrong ? ', illegal' : ''}`,
    verdict: isWrong ? 'illegal' : 'ok',
    ...limits,
    prepare() {
      const legal: History = generateHistory(kind, { ...options, crashRate });
      const history = isWrong ? makeWrong(legal, kind) : legal;
      if (history === undefined) {
        throw new Error(`a history of ${name} that cannot be altered`);
      }
      return { model: MODELS[kind], histories: [change(history)] };
    },
  }));
}

const MILLION = 1_000_000;
const UNIQUE = { operations: MILLION, clients: 100 };
const FEW = { clients: 10, reads: 1 / 3, values: { size: 5 } };
/** As Porcupine's key-value logs: ten keys, mostly appends, and texts that come again. */
const TEXTS = { keys: 10, appends: 0.9, values: { size: 600 } };
const ONE_PERCENT = crashed(0, 0.01);
const REPEATED = { limitMs: 5000, limitMB: 1024 };

/** From one value that is written twice to five values that are written all the time. */
const REPEATED_REGISTERS = (['register', 'cas-register'] as const).flatMap((kind) =>
  [
    { name: '1 value twice, 20 in flight', clients: 20, twice: 1 },
    { name: '50 values twice, 20 in flight', clients: 20, twice: 50 },
    { name: '500 values twice, 20 in flight', clients: 20, twice: 500 },
    { name: '100 values, 30 in flight', clients: 30, values: { size: 100 } },
    { name: '5 values, 30 in flight', clients: 30, values: { size: 5 } },
  ].flatMap(({ name, clients, twice = 0, values = 'unique' as const }) => {
    const reads = kind === 'register' ? 0.5 : 1 / 3;
    const options = { operations: 10_000, clients, reads, values } as const;
    return rows(
      kind,
      `${kind}, ${name}`,
      options,
      REPEATED,
      [LEGAL, ILLEGAL, [0.05, false]],
      withTwice(twice),
    );
  }),
);

/** Containers into which some values, or all, are put more than once. */
const REPEATED_CONTAINERS = (['queue', 'stack', 'priority-queue'] as const).flatMap((kind) =>
  [
    { name: '1 value twice, 100 in flight', clients: 100, twice: 1 },
    { name: '1 value, 5 in flight', values: { size: 1 } },
    { name: '2 values, 5 in flight', values: { size: 2 } },
    { name: '5 values, 5 in flight', values: { size: 5 } },
    { name: '50 values, 5 in flight', values: { size: 50 } },
  ].flatMap(({ name, clients = 5, twice = 0, values = 'unique' as const }) => {
    const options = { operations: 10_000, clients, values } as const;
    const variants: Variant[] = [LEGAL, ILLEGAL, [0.01, false]];
    return rows(
      kind,
      `${kind}, ${name}`,
      options,
      REPEATED,
      variants,
      withTwice(twice),
      withFalseEmpty,
    );
  }),
);

export const CASES: readonly BenchmarkCase[] = [
  ...rows('register', 'register', UNIQUE, { limitMs: 1000, limitMB: 300 }, ONE_PERCENT),
  ...rows('cas-register', 'cas-register', UNIQUE, { limitMs: 1000, limitMB: 300 }, ONE_PERCENT),
  ...rows('queue', 'queue', UNIQUE, { limitMs: 1500 }, ONE_PERCENT),
  ...rows('stack', 'stack', UNIQUE, { limitMs: 2000 }, ONE_PERCENT),
  ...rows('priority-queue', 'priority-queue', UNIQUE, { limitMs: 2000 }, ONE_PERCENT),
  ...REPEATED_REGISTERS,
  ...REPEATED_CONTAINERS,
  ...rows('set', 'set', { ...UNIQUE, readsOfAll: 0 }, { limitMs: 2000 }, ONE_PERCENT),
  ...rows('counter', 'counter', UNIQUE, { limitMs: 2000 }, ONE_PERCENT),
  ...rows(
    'counter',
    'counter, adds of 1 to 5, 10 in flight, 3,000',
    { operations: 3000, clients: 10, values: { size: 5 } },
    { limitMs: 1000 },
    crashed(0, 0.05),
  ),
  ...rows(
    'grow-only-set',
    'grow-only-set',
    { operations: MILLION + 1000, clients: 100, reads: 1000 / MILLION },
    { limitMs: 3000 },
  ),
  ...rows(
    'key-value',
    'key-value, ten keys, 5 values, 50 in flight',
    { operations: MILLION, clients: 50, keys: 10, values: { size: 5 } },
    { limitMs: 5000 },
  ),
  ...rows(
    'cas-register',
    'cas-register, 5 values, 10 in flight, 100k',
    { operations: 100_000, ...FEW },
    { limitMs: 1000 },
  ),
  {
    name: 'cas-register, 5 values, 10 in flight, 1,000, 47 crashed, illegal',
    verdict: 'illegal',
    limitMs: 1000,
    prepare: () => ({ model: MODELS['cas-register'], histories: [crashedAndWrong()] }),
  },
  ...rows(
    'key-value',
    'key-value, texts appended again, 35 in flight, 1,712',
    { ...TEXTS, operations: 1712, clients: 35 },
    { limitMs: 500, textbook: 0 },
    ONE_PERCENT,
  ),
  ...rows(
    'key-value',
    'key-value, texts appended again, 10 in flight, 3,000',
    { ...TEXTS, operations: 3000, clients: 10, keys: 5 },
    { limitMs: 3000 },
    crashed(0.5),
  ),
  ...rows(
    'set',
    'set of 20 elements with removes, 10 in flight, 10k',
    { ...FEW, operations: 10_000, readsOfAll: 0, values: { size: 20 } },
    { limitMs: 100 },
    [LEGAL, ILLEGAL],
    undefined,
    withWrongLooks,
  ),
  {
    name: "Porcupine's etcd logs",
    limitMs: 100,
    textbook: 50,
    prepare: () => ({ model: MODELS['cas-register'], histories: [...etcdLogs().values()] }),
  },
  {
    name: "Porcupine's etcd logs, model of a user",
    limitMs: 100,
    textbook: 10,
    prepare: () => ({ model: usersRegister as AnyModel, histories: [...etcdLogs().values()] }),
  },
  ...['c10-ok.txt', 'c10-bad.txt'].map((name) => ({
    name: `Porcupine's key-value test, ${name}`,
    limitMs: 500,
    textbook: 0,
    prepare: () => ({
      model: MODELS['key-value'],
      histories: [...keyValueLogs()].flatMap(([log, history]) => (log === name ? [history] : [])),
    }),
  })),
  ...rows(
    'register',
    'register, unique, 5 in flight, 3,000',
    { operations: 3000, clients: 5 },
    { limitMs: 50, textbook: 0 },
  ),
  ...rows(
    'cas-register',
    'cas-register, 5 values, 10 in flight, 1,000',
    { operations: 1000, ...FEW },
    { limitMs: 50, textbook: 0 },
  ),
];

/** One look in a hundred tells the opposite. */
function withWrongLooks(history: History): History {
  const random = new Random(1);
  return history.map((operation) =>
    operation.input.f === 'contains' && random.chance(0.01)
      ? { ...operation, output: operation.output === false }
      : operation,
  );
}

/** A thousand operations on five values, 47 of them crashed, one read in five wrong. */
function crashedAndWrong(): History {
  for (let seed = 1; ; seed++) {
    const options = { operations: 1000, ...FEW, crashRate: 0.05, seed };
    const history = generateHistory('cas-register', options);
    if (history.filter(({ return: returned }) => returned === Infinity).length === 47) {
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
