import { describe, expect, it } from 'vitest';
import { recognitionBy } from '../differential/ask.test.support.js';
import { judgeOf } from '../differential/expect-verdict.test.support.js';
import { checkOperations } from '../check/check.js';
import { generateHistory } from '../generate/history.test.support.js';
import type { PriorityQueueInput, PriorityQueueOutput } from '../models/inputs.js';
import { priorityQueue } from '../models/priority-queue.js';
import type { Item, Operation } from '../types.js';
import { describeValue } from '../values/describe.js';
import { priorityOrder } from './priority-queue.js';

type Op = Operation<PriorityQueueInput, PriorityQueueOutput>;

const judge = judgeOf(
  priorityQueue(),
  priorityOrder([], (input, output) =>
    input.f === 'insert' ? `put ${describeValue(input.value)}` : `got ${describeValue(output)}`,
  ),
);

/** Values that are numbers are their own priorities. */
function put(value: Item, call: number, returned: number, priority = Number(value)): Op {
  return { input: { f: 'insert', value, priority }, call, return: returned };
}

function got(output: Item | null | undefined, call: number, returned: number): Op {
  return { input: { f: 'remove-min' }, output, call, return: returned };
}

/** Proven by an order that a validator accepted. */
const expectLegal = judge.order;

describe('the order test of priority queues', () => {
  it('accepts the lowest priority first, whatever came first, and elements that stay', () => {
    expect(judge.order([])).toEqual([]);
    expect(judge.order([put(2, 0, 1), put(1, 2, 3), got(1, 4, 5), got(2, 6, 7)])).toEqual([
      0, 1, 2, 3,
    ]);
    expect(judge.order([put(2, 0, 1), put(1, 2, 3), got(1, 4, 5)])).toEqual([0, 1, 2]);
  });

  it('refuses an element that left while one of a lower priority was surely inside', () => {
    expect(judge.proof([put(2, 0, 1), put(1, 2, 3), got(2, 4, 5), got(1, 6, 7)])).toEqual({
      witness: [0, 1, 2, 3],
      reason:
        'got 2 (operation 2), but as long as it could, something of a lower priority was inside: ' +
        'what put 1 (operation 1) put in',
    });
    expect(judge.proof([put(2, 0, 1), put(1, 2, 3), got(2, 4, 5)]).witness).toEqual([0, 1, 2]);
  });

  it('accepts that where inserts or removals touch', () => {
    expectLegal([put(2, 0, 1), put(1, 2, 4), got(2, 4, 5), got(1, 6, 7)]);
    expectLegal([put(2, 0, 1), put(1, 2, 3), got(2, 4, 6), got(1, 6, 7)]);
  });

  it('names a chain of elements, one of which was always inside', () => {
    const history = [put(9, 0, 1), put(1, 0, 1), put(2, 2, 3), got(1, 4, 9), got(2, 6, 9)];
    const proof = judge.proof([...history, got(9, 2, 5)]);
    expect(proof.witness).toEqual([0, 1, 2, 3, 4, 5]);
    expect(proof.reason).toContain('what put 1 (operation 1), put 2 (operation 2) put in');
    expectLegal([...history, got(9, 2, 6)]);
    expectLegal([
      put(9, 0, 1),
      put(1, 0, 1),
      put(2, 2, 4),
      got(1, 4, 9),
      got(2, 6, 9),
      got(9, 2, 5),
    ]);
  });

  it('does not ask for an order among equal priorities', () => {
    expectLegal([put('a', 0, 1, 5), put('b', 2, 3, 5), got('b', 4, 5), got('a', 6, 7)]);
    expectLegal([put('a', 0, 1, 5), put('b', 2, 3, 5), got('b', 4, 5)]);
    expectLegal([put('a', 0, 1, 0), put('b', 2, 3, -0), got('a', 4, 5), got('b', 6, 7)]);
  });

  it('compares priorities as numbers', () => {
    expectLegal([put('a', 0, 1, 10), put('b', 2, 3, 9), got('b', 4, 5)]);
    expect(judge.proof([put('a', 0, 1, -1), put('b', 2, 3, -0.5), got('b', 4, 5)]).witness).toEqual(
      [0, 1, 2],
    );
    const notFirst = [put('a', 0, 1, NaN), put('b', 2, 3, Infinity)];
    expectLegal([...notFirst, got('b', 4, 5), got('a', 6, 7)]);
    expect(judge.proof([...notFirst, got('a', 4, 5)]).witness).toEqual([0, 1, 2]);
  });

  it('counts from the insert of an element that was asked for earlier', () => {
    const history = [got(2, 0, 9), put(1, 1, 2), put(2, 3, 4), got(1, 6, 7)];
    expectLegal(history);
    expect(judge.proof([...history.slice(0, 3), got(1, 10, 11)]).witness).toEqual([0, 1, 2, 3]);
  });

  it('refuses elements from nowhere, too early, and twice', () => {
    expect(judge.proof([got(1, 0, 1)])).toEqual({
      witness: [0],
      reason: 'got 1 (operation 0) answered what was never put in',
    });
    expect(judge.proof([got(1, 0, 1), put(1, 2, 3)])).toEqual({
      witness: [0, 1],
      reason: 'got 1 (operation 0) returned before put 1 (operation 1) was called',
    });
    expectLegal([got(1, 0, 2), put(1, 2, 3)]);
    expect(judge.proof([got(1, 2, 3), got(1, 2, 3), put(1, 0, 1)])).toEqual({
      witness: [0, 1, 2],
      reason:
        'got 1 (operation 1) answered what got 1 (operation 0) had answered, and it was put in once',
    });
    expect(judge.proof([got(1, 2, 3), got(1, 2, 3)]).witness).toEqual([0]);
  });

  it('takes an insert without an answer for done only if its element came out', () => {
    expect(judge.order([put(1, 0, Infinity), put(2, 2, 3), got(2, 4, 5)])).toEqual([1, 2]);
    expectLegal([put(1, 0, Infinity), put(2, 2, 3), got(2, 4, 5), got(1, 6, 7)]);
    expectLegal([put(1, 0, Infinity), put(2, 2, 3), got(1, 4, 5)]);
  });

  it('refuses an empty queue while something was surely inside', () => {
    const history = [put(1, 0, 1), put(2, 2, 3), got(1, 4, 9), got(2, 6, 9)];
    expect(judge.proof([...history, got(null, 2, 5)]).witness).toEqual([0, 1, 2, 3, 4]);
    expectLegal([...history, got(null, 2, 6)]);
    expectLegal([put(1, 0, 1), got(1, 3, 9), put(2, 2, 3), got(2, 6, 9), got(null, 2, 5)]);
  });

  it('lets a removal without an answer take one element that had to leave, not two', () => {
    const history = [put(1, 0, 1), put(2, 2, 3), put(3, 4, 5), got(undefined, 6, Infinity)];
    expectLegal([...history, got(2, 7, 8)]);
    expect(judge.proof([...history, got(3, 7, 8)]).witness).toEqual([0, 1, 2, 3, 4]);
    expect(judge.proof([...history, got(null, 7, 8)]).witness).toEqual([1, 2, 3, 4]);
    expect(judge.order([...history, got(undefined, 6, Infinity), got(3, 7, 8)]).length).toBe(6);
  });

  it('lets it do so only after its call', () => {
    expectLegal([put(1, 0, 1), put(2, 2, 3), got(undefined, 5, Infinity), got(2, 4, 5)]);
    const history = [put(1, 0, 1), put(2, 2, 3), got(undefined, 6, Infinity)];
    expect(judge.proof([...history, got(2, 4, 5)]).witness).toEqual([0, 1, 3]);
    expect(judge.proof([...history, got(null, 4, 5)]).witness).toEqual([0, 3]);
    // The first came in time for one element, the second for none.
    const both = [put(1, 0, 1), put(2, 0, 1), put(3, 0, 1), got(undefined, 2, Infinity)];
    const late = [...both, got(3, 4, 5), got(undefined, 6, Infinity)];
    expect(judge.proof(late).witness).toEqual([0, 1, 2, 3, 4]);
  });

  it('names what was inside of an empty queue until what has to leave came', () => {
    const until = [put(1, 0, 1), got(1, 5, 9), put(2, 2, 4), put(3, 2, 4)];
    const history = [...until, got(null, 2, 8), got(undefined, 6, Infinity)];
    expect(judge.proof(history).witness).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives the removals that were called first to what has to leave first', () => {
    const history = [
      put(1, 0, 1),
      put(5, 0, 1),
      got(undefined, 2, Infinity),
      got(5, 3, 4),
      put(2, 5, 6),
      got(undefined, 7, Infinity),
      put(6, 5, 6),
      got(6, 8, 9),
    ];
    expectLegal(history);
    expect(judge.proof(history.toSpliced(5, 1)).witness).toEqual([0, 2, 4, 5, 6]);
  });

  it('knows that what has to leave, others have to leave before', () => {
    // 3 has to leave before 9 does, and 1, which was there first and is lower, before 3.
    const history = [
      put(9, 0, 1),
      put(1, 0, 1),
      put(3, 2, 3),
      got(undefined, 0, Infinity),
      got(9, 4, 5),
    ];
    expect(judge.proof(history).witness).toEqual([0, 1, 2, 3, 4]);
    expectLegal([...history, got(undefined, 0, Infinity)]);
  });

  it('does not judge values that can be told apart in many ways, answers that are not known, a filled queue', () => {
    const nested = [0, 1, 2, 3, 4].flatMap((i) => [put(1, i, 20 - i), got(1, i, 20 - i)]);
    expect(judge.refusal(nested)).toContain('put in before');
    expect(judge.refusal([put(1, 0, 1), got(undefined, 2, 3)])).toContain('not known whether');
    expect(judge.refusal([put(1, 0, 1), got(1, 2, Infinity)])).toContain('not known whether');
    const filled = recognitionBy(
      priorityOrder([{}], () => ''),
      [],
    );
    expect(filled).toEqual({ recognised: false, because: 'the queue is not empty at first' });
  });

  it('decides generated histories with crashed operations', () => {
    for (let seed = 1; seed <= 20; seed++) {
      expectLegal(
        generateHistory('priority-queue', { operations: 300, clients: 8, crashRate: 0.1, seed }),
      );
    }
  });

  it('is used by the model', () => {
    const history = generateHistory('priority-queue', { operations: 50_000, clients: 20 });
    const { partitions } = checkOperations(priorityQueue(), history);
    expect(partitions).toMatchObject([{ verdict: 'ok', method: 'priority-order' }]);
  });
});
