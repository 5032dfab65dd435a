import { describe, expect, it } from 'vitest';
import { recognitionBy } from '../differential/ask.test.support.js';
import { judgeOf } from '../differential/expect-verdict.test.support.js';
import type { QueueInput, QueueOutput } from '../models/inputs.js';
import { queue } from '../models/queue.js';
import type { Item, Operation } from '../types.js';
import { describeValue } from '../values/describe.js';
import { queueOrder } from './queue.js';

type Op = Operation<QueueInput, QueueOutput>;

const judge = judgeOf(
  queue(),
  queueOrder([], (input, output) =>
    input.f === 'enqueue' ? `put ${describeValue(input.value)}` : `got ${describeValue(output)}`,
  ),
);

function put(value: Item, call: number, returned: number): Op {
  return { input: { f: 'enqueue', value }, call, return: returned };
}

function got(output: Item | null | undefined, call: number, returned: number): Op {
  return { input: { f: 'dequeue' }, output, call, return: returned };
}

/** Proven by an order that a validator accepted. */
const expectLegal = judge.order;

describe('the order test of queues', () => {
  it('accepts first in, first out, and elements that stay', () => {
    expect(judge.order([])).toEqual([]);
    expect(judge.order([put(1, 0, 1), put(2, 2, 3), got(1, 4, 5)])).toEqual([0, 1, 2]);
  });

  it('refuses an element that overtook another', () => {
    expect(judge.proof([put(1, 0, 1), put(2, 2, 3), got(2, 4, 5), got(1, 6, 7)])).toEqual({
      witness: [0, 1, 2, 3],
      reason:
        'put 1 (operation 0) returned before put 2 (operation 1) was called, ' +
        'but got 2 (operation 2) returned before got 1 (operation 3) was called',
    });
  });

  it('accepts overtaking where enqueues or dequeues touch', () => {
    expectLegal([put(1, 0, 2), put(2, 2, 3), got(2, 4, 5), got(1, 6, 7)]);
    expectLegal([put(1, 0, 1), put(2, 2, 3), got(2, 4, 6), got(1, 6, 7)]);
  });

  it('refuses an element behind one that never left', () => {
    expect(judge.proof([put(1, 0, 1), put(2, 2, 3), got(2, 4, 5)]).witness).toEqual([0, 1, 2]);
  });

  it('lets a dequeue without an answer take one element that never left, not two', () => {
    const history = [put(1, 0, 1), put(2, 2, 3), put(3, 4, 5), got(undefined, 6, Infinity)];
    expectLegal([...history, got(2, 7, 8)]);
    expect(judge.proof([...history, got(3, 7, 8)]).witness).toEqual([0, 1, 2, 3, 4]);
    expect(
      judge.proof([put(1, 0, 1), put(2, 2, 3), got(2, 4, 5), got(undefined, 6, Infinity)]).witness,
    ).toEqual([0, 1, 2]);
  });

  it('says what found nothing although an element that never left was there', () => {
    const history = [put(1, 0, 1), got(null, 2, 3), got(undefined, 4, Infinity)];
    expect(judge.proof(history).witness).toEqual([0, 1]);
  });

  it('takes an enqueue without an answer for done only if its element came out', () => {
    expect(judge.order([put(1, 0, Infinity), put(2, 2, 3), got(2, 4, 5)])).toEqual([1, 2]);
    expectLegal([put(1, 0, Infinity), put(2, 2, 3), got(2, 4, 5), got(1, 6, 7)]);
    expectLegal([put(1, 0, Infinity), put(2, 2, 3), got(1, 4, 5)]);
  });

  it('refuses elements from nowhere, too early, and twice', () => {
    expect(judge.proof([got(1, 0, 1)]).witness).toEqual([0]);
    expect(judge.proof([got(1, 0, 1), put(1, 2, 3)]).witness).toEqual([0, 1]);
    expect(judge.proof([put(1, 0, 1), got(1, 2, 3), got(1, 2, 3)]).witness).toEqual([0, 1, 2]);
  });

  it('refuses an empty queue while one element after the other was surely inside', () => {
    const history = [put(1, 0, 1), put(2, 2, 3), got(1, 4, 9), got(2, 6, 9)];
    expect(judge.proof([...history, got(null, 2, 5)]).witness).toEqual([0, 1, 2, 3, 4]);
    expectLegal([...history, got(null, 2, 6)]);
  });

  it('accepts an empty queue at the very moment that one element leaves and another comes', () => {
    expectLegal([put(1, 0, 1), got(1, 3, 9), put(2, 2, 3), got(2, 6, 9), got(null, 2, 5)]);
  });

  it('leaves open what dequeues without an answer took if an empty queue depends on it', () => {
    expect(judge.proof([put(1, 0, 1), got(null, 2, 3)]).witness).toEqual([0, 1]);
    expectLegal([put(1, 0, 1), got(undefined, 1, Infinity), got(null, 2, 3)]);
  });

  it('names the dequeues without an answer that came too late to make it empty', () => {
    const [one, late, two] = [put(1, 0, 1), got(undefined, 3, Infinity), put(2, 1, 2)];
    const history = [late, one, two, got(2, 6, 9), got(null, 2, 5)];
    expect(judge.proof([...history, got(undefined, 6, Infinity)]).witness).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
  });

  it('orders elements around several moments of emptiness', () => {
    const order = judge.order([
      got(null, 0, 1),
      put(1, 0, 5),
      got(1, 2, 9),
      got(null, 6, 9),
      put(2, 7, 12),
      got(null, 8, 9),
      got(2, 10, 13),
    ]);
    expect(order.length).toBe(7);
  });

  it('does not judge values that can be told apart in many ways, answers that are not known, a filled queue', () => {
    const nested = [0, 1, 2, 3, 4].flatMap((i) => [put(1, i, 20 - i), got(1, i, 20 - i)]);
    expect(judge.refusal(nested)).toContain('put in before');
    expect(judge.refusal([put(1, 0, 1), got(undefined, 2, 3)])).toContain('not known whether');
    const filled = recognitionBy(
      queueOrder([1], () => ''),
      [],
    );
    expect(filled).toMatchObject({ recognised: false });
  });
});
