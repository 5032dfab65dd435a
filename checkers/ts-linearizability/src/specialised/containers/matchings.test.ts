import { describe, expect, it } from 'vitest';
import { checkOperations } from '../../check/check.js';
import { alterHistory } from '../../generate/alterations.test.support.js';
import { generateHistory } from '../../generate/history.test.support.js';
import { priorityQueue } from '../../models/priority-queue.js';
import { queue } from '../../models/queue.js';
import { stack } from '../../models/stack.js';
import type { Model, Operation } from '../../types.js';

type AnyModel = Model<unknown, unknown, unknown>;
type History = readonly Operation<unknown, unknown>[];

const SUBJECTS = [
  { kind: 'queue', model: queue() as AnyModel, method: 'queue-order' },
  { kind: 'stack', model: stack() as AnyModel, method: 'stack-order' },
  { kind: 'priority-queue', model: priorityQueue() as AnyModel, method: 'priority-order' },
] as const;

/** Whether what an operation took was put in a single time. */
function isPutOnce(history: History, at: number): boolean {
  const taken = history[at]?.output;
  const puts = history.filter(({ input }) => (input as { value?: unknown }).value === taken);
  return puts.length === 1;
}

const BOUNDS = { timeoutMs: 60_000, explainTimeoutMs: 10 };

describe.each(SUBJECTS)('a $kind of few values that are the same', ({ kind, model, method }) => {
  it.each([
    { clients: 50, values: 20_000, crashRate: 0 },
    { clients: 50, values: 20_000, crashRate: 0.01 },
    { clients: 20, values: 4000, crashRate: 0 },
  ])('is decided, however many are in flight: %j', ({ clients, values, crashRate }) => {
    const options = { operations: 6000, clients, crashRate, values: { size: values } };
    const history = generateHistory(kind, options);
    const legal = checkOperations(model, history as History, BOUNDS);
    expect([legal.verdict, legal.partitions[0]]).toMatchObject(['ok', { method }]);
    const altered = Array.from({ length: 40 }, (_, i) => alterHistory(kind, history, 0.02 * i));
    // Exchanged elements that were put in once can't have come out in the other order.
    const surely = altered.find((one) => one?.altered.every((at) => isPutOnce(history, at)));
    const illegal = checkOperations(model, (surely?.history ?? []) as History, BOUNDS);
    expect([illegal.verdict, illegal.partitions[0]]).toMatchObject(['illegal', { method }]);
  });

  it('is illegal if a value comes out more often than it went in', () => {
    const [put, take] = {
      queue: ['enqueue', 'dequeue'],
      stack: ['push', 'pop'],
      'priority-queue': ['insert', 'remove-min'],
    }[kind];
    const input = { f: put, value: 1, priority: 1 };
    const history = [
      { input, call: 0, return: 1 },
      { input, call: 2, return: 3 },
      ...[4, 6, 8].map((call) => ({ input: { f: take }, output: 1, call, return: call + 1 })),
    ];
    const result = checkOperations(model, history);
    const reason = result.verdict === 'illegal' ? result.illegal.explanation?.reason : '';
    expect(reason).toContain('that is more than was put in by then');
  });
});
