import { generateHistory, type HistoryOf } from '../generate/history.test.support.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { stack } from '../models/stack.js';
import type { Model, Operation } from '../types.js';
import type { BenchmarkCase } from './benchmark-case.js';

type AnyModel = Model<unknown, unknown, unknown>;
type AnyOperation = Operation<{ readonly f: string; readonly value?: unknown }, unknown>;

const CONTAINERS = [
  { kind: 'queue', model: queue() as AnyModel },
  { kind: 'stack', model: stack() as AnyModel },
  { kind: 'priority-queue', model: priorityQueue() as AnyModel },
] as const;

type ContainerKind = (typeof CONTAINERS)[number]['kind'];

const OPERATIONS = 10_000;
const LIMITS = { limitMs: 5000, limitMB: 1024 };

const SHAPES = [
  { repeated: '1 value twice, 100 in flight', clients: 100, size: undefined },
  ...[1, 2, 5, 50].map((size) => ({
    repeated: `${size} ${size === 1 ? 'value' : 'values'}, 5 in flight`,
    clients: 5,
    size,
  })),
];

const VARIANTS = [
  { what: '', verdict: 'ok', crashRate: 0 },
  { what: ', illegal', verdict: 'illegal', crashRate: 0 },
  { what: ', 1 % crashed', verdict: 'ok', crashRate: 0.01 },
] as const;

/** Containers of which some values, or all, are put in more than once, 10,000 operations each. */
export const REPEATED_VALUES: readonly BenchmarkCase[] = CONTAINERS.flatMap(({ kind, model }) =>
  SHAPES.flatMap(({ repeated, clients, size }) =>
    VARIANTS.map(({ what, verdict, crashRate }) => ({
      name: `${kind}, ${repeated}${what}`,
      verdict,
      ...LIMITS,
      prepare() {
        const legal = historyOf(kind, clients, size, crashRate);
        return { model, histories: [verdict === 'ok' ? legal : withFalseEmpty(legal)] };
      },
    })),
  ),
);

function historyOf(
  kind: ContainerKind,
  clients: number,
  size: number | undefined,
  crashRate: number,
): readonly AnyOperation[] {
  const shape = { operations: OPERATIONS, clients, crashRate };
  const values = size === undefined ? ('unique' as const) : { size };
  const history: HistoryOf<ContainerKind> = generateHistory(kind, { ...shape, values });
  return size === undefined ? withOneTwice(history) : history;
}

/** With one value in place of another one that was put in soon after it. */
function withOneTwice(history: readonly AnyOperation[]): readonly AnyOperation[] {
  const puts = history.filter(({ input }) => input.value !== undefined);
  const middle = puts.length >> 1;
  const [once, again] = [puts[middle]?.input.value, puts[middle + 3]?.input.value];
  return history.map(({ input, output, ...rest }) => ({
    ...rest,
    input: input.value === again ? { ...input, value: once } : input,
    output: output === again ? once : output,
  }));
}

/** With a removal that found something at 95 % of the history, or later, and says that it did not. */
function withFalseEmpty(history: readonly AnyOperation[]): readonly AnyOperation[] {
  const wrong = history.findIndex(
    ({ input, output }, at) =>
      at > 0.95 * history.length &&
      input.value === undefined &&
      output !== null &&
      output !== undefined,
  );
  return history.map((operation, at) =>
    at === wrong ? { ...operation, output: null } : operation,
  );
}
