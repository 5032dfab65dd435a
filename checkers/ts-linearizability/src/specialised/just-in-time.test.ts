import { describe, expect, it } from 'vitest';
import { isLinearizable } from '../differential/exhaustive.test.support.js';
import { checkOperations } from '../check/check.js';
import { generateHistory, type HistoryOf } from '../generate/history.test.support.js';
import { Random } from '../generate/random.test.support.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { stack } from '../models/stack.js';
import type { Model, Operation } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';

type AnyModel = Model<unknown, unknown, unknown>;
type History = readonly Operation<unknown, unknown>[];

const SUBJECTS = [
  { kind: 'queue', model: queue() as AnyModel, takes: 'dequeue' },
  { kind: 'stack', model: stack() as AnyModel, takes: 'pop' },
  { kind: 'priority-queue', model: priorityQueue() as AnyModel, takes: 'remove-min' },
] as const;

type Shape = {
  operations: number;
  clients: number;
  size: number;
  crashRate?: number;
  seed?: number;
};

function generated(kind: (typeof SUBJECTS)[number]['kind'], { size, ...shape }: Shape): History {
  const history: HistoryOf<typeof kind> = generateHistory(kind, { ...shape, values: { size } });
  return history;
}

/** With the answers of two removals exchanged, or one made another value, by chance. */
function damaged(history: History, takes: string, random: Random): History {
  const removals = history.flatMap(({ input, output }, at) =>
    (input as { f: string }).f === takes && output !== undefined ? [at] : [],
  );
  if (removals.length === 0) {
    return history;
  }
  const [one, other] = [random.pick(removals), random.pick(removals)];
  const changed = random.chance(0.3) ? null : 1 + random.below(3);
  return history.map((operation, at) =>
    at === one
      ? { ...operation, output: one === other ? changed : history[other]?.output }
      : at === other
        ? { ...operation, output: history[one]?.output }
        : operation,
  );
}

describe.each(SUBJECTS)('a $kind of values that are the same', ({ kind, model, takes }) => {
  it('gets the verdict of an exhaustive search on small histories, with proofs', () => {
    const met = { ok: 0, illegal: 0 };
    for (let seed = 1; seed <= 1500; seed++) {
      const random = new Random(seed);
      const history = damaged(
        generated(kind, {
          operations: 9,
          clients: random.pick([2, 3, 5]),
          size: random.pick([1, 2, 3]),
          crashRate: random.pick([0, 0.2, 0.4]),
          seed,
        }),
        takes,
        random,
      );
      const legal = isLinearizable(model, history);
      const result = checkOperations(model, history);
      expect([seed, result.verdict]).toEqual([seed, legal ? 'ok' : 'illegal']);
      met[legal ? 'ok' : 'illegal']++;
      const [partition] = result.partitions;
      if (partition?.verdict === 'ok') {
        const order = partition.linearization ?? new Int32Array();
        expect(validateLinearization(model, history, order).valid).toBe(true);
      } else if (partition?.verdict === 'illegal') {
        const witness = partition.explanation?.witness ?? [];
        const few = witness.map((at) => history[at] as History[number]);
        expect(isLinearizable(model, few)).toBe(false);
      }
    }
    expect(Math.min(met.ok, met.illegal)).toBeGreaterThan(200);
  });

  it.each([
    { operations: 3000, clients: 5, size: 2 },
    { operations: 3000, clients: 5, size: 50 },
    { operations: 400, clients: 10, size: 5 },
    { operations: 1000, clients: 5, size: 5, crashRate: 0.01 },
  ])('gets its verdict where the search of all states gives up: %j', (shape) => {
    const history = generated(kind, shape);
    const result = checkOperations(model, history, { timeoutMs: 60_000 });
    expect(result.verdict).toBe('ok');
    expect(result.partitions[0]).toMatchObject({ method: `${kind}-just-in-time` });
    const late = history.findIndex(
      ({ input, output }, at) =>
        at > shape.operations / 2 && (input as { f: string }).f === takes && output !== undefined,
    );
    const wrong = history.map((operation, at) =>
      at === late ? { ...operation, output: 77 } : operation,
    );
    const bounds = { timeoutMs: 60_000, explainTimeoutMs: 10 };
    const illegal = checkOperations(model, wrong, bounds);
    expect(illegal.verdict).toBe('illegal');
    const reason =
      illegal.verdict === 'illegal' ? illegal.illegal.explanation?.reason : 'no reason';
    expect(reason).toContain(`${takes}() -> 77`);
  });
});
