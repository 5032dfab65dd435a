import { checkOperations } from '../check/check.js';
import { alterHistory, type AlterableKind } from '../generate/alterations.js';
import { generateHistory, type HistoryOf, type HistoryOptions } from '../generate/history.js';
import type { Kinds } from '../generate/kinds.js';
import { Random } from '../generate/random.js';
import { casRegister } from '../models/cas-register.js';
import { counter } from '../models/counter.js';
import { growOnlySet } from '../models/grow-only-set.js';
import { keyValue } from '../models/key-value.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { register } from '../models/register.js';
import { set } from '../models/set.js';
import { stack } from '../models/stack.js';
import type { CheckOptions, CheckResult, Model } from '../types.js';

/** Checks the history that was prepared. */
export type Check = (options: CheckOptions) => CheckResult;

/** One line of the benchmark's table. */
export interface BenchmarkCase {
  readonly name: string;
  readonly verdict: 'ok' | 'illegal';
  readonly limitMs: number;
  /** For the whole process, the history included. */
  readonly limitMB?: number;
  readonly prepare: () => Check;
}

/** The size of most cases. */
export const MILLION = 1_000_000;

interface Shape extends HistoryOptions {
  /** One wrong answer at 95 % of the history. */
  readonly altered?: boolean;
}

/** Prepares the check of a generated history. */
export function prepared<K extends AlterableKind, State>(
  kind: K,
  model: Model<State, Kinds[K]['input'], Kinds[K]['output']>,
  { altered = false, ...options }: Shape,
): Check {
  const history = generateHistory(kind, options);
  const subject = altered ? alterHistory(kind, history)?.history : history;
  if (subject === undefined) {
    throw new Error(`a ${kind} history of ${options.operations} operations that cannot be altered`);
  }
  return (checkOptions) => checkOperations(model, subject, checkOptions);
}

function variants<K extends AlterableKind, State>(
  kind: K,
  model: () => Model<State, Kinds[K]['input'], Kinds[K]['output']>,
  limits: { limitMs: number; limitMB?: number },
  options: HistoryOptions,
  crashRates: readonly number[],
): BenchmarkCase[] {
  return crashRates.flatMap((crashRate) =>
    [false, true].map((altered) => ({
      name: `${kind}${crashRate > 0 ? ` ${crashRate * 100} % crashed` : ''}${altered ? ', illegal' : ''}`,
      verdict: altered ? ('illegal' as const) : ('ok' as const),
      ...limits,
      prepare: () => prepared(kind, model(), { ...options, crashRate, altered }),
    })),
  );
}

const UNIQUE = { operations: MILLION, clients: 100 };
const CRASHES = [0, 0.01];

export const CASES: readonly BenchmarkCase[] = [
  ...variants('register', register, { limitMs: 1000, limitMB: 300 }, UNIQUE, CRASHES),
  ...variants('cas-register', casRegister, { limitMs: 1000, limitMB: 300 }, UNIQUE, CRASHES),
  ...variants('queue', queue, { limitMs: 1500 }, UNIQUE, CRASHES),
  ...variants('stack', stack, { limitMs: 2000 }, UNIQUE, CRASHES),
  ...variants('priority-queue', priorityQueue, { limitMs: 2000 }, UNIQUE, CRASHES),
  ...variants('set', set, { limitMs: 2000 }, { ...UNIQUE, readsOfAll: 0 }, CRASHES),
  ...variants('counter', counter, { limitMs: 2000 }, UNIQUE, CRASHES),
  ...variants(
    'grow-only-set',
    growOnlySet,
    { limitMs: 3000 },
    { operations: MILLION + 1000, clients: 100, reads: 1000 / MILLION },
    [0],
  ),
  ...variants(
    'key-value',
    keyValue,
    { limitMs: 5000 },
    { operations: MILLION, clients: 50, keys: 10, values: { size: 5 } },
    [0],
  ),
  {
    name: 'cas-register, 5 values, 10 in flight, 100k',
    verdict: 'ok',
    limitMs: 1000,
    prepare: () =>
      prepared('cas-register', casRegister(), {
        operations: 100_000,
        clients: 10,
        reads: 1 / 3,
        values: { size: 5 },
      }),
  },
  {
    name: 'cas-register, 5 values, 10 in flight, 1,000, 47 crashed, illegal',
    verdict: 'illegal',
    limitMs: 1000,
    prepare() {
      const history = crashedAndWrong();
      return (options) => checkOperations(casRegister(), history, options);
    },
  },
];

const CRASHED = 47;

/** A thousand operations on five values, 47 of them crashed, one read in five wrong. */
export function crashedAndWrong(): HistoryOf<'cas-register'> {
  for (let seed = 1; ; seed++) {
    const history = generateHistory('cas-register', {
      operations: 1000,
      clients: 10,
      reads: 1 / 3,
      values: { size: 5 },
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
