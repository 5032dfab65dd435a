import { describe, expect, it } from 'vitest';
import { recognitionBy } from '../differential/ask.test.support.js';
import { judgeOf } from '../differential/expect-verdict.test.support.js';
import { checkOperations } from '../check/check.js';
import { generateHistory } from '../generate/history.test.support.js';
import type { StackInput, StackOutput } from '../models/inputs.js';
import { stack } from '../models/stack.js';
import type { Item, Operation } from '../types.js';
import { describeValue } from '../values/describe.js';
import { stackOrder } from './stack.js';

type Op = Operation<StackInput, StackOutput>;

const judge = judgeOf(
  stack(),
  stackOrder([], (input, output) =>
    input.f === 'push' ? `put ${describeValue(input.value)}` : `got ${describeValue(output)}`,
  ),
);

function put(value: Item, call: number, returned: number): Op {
  return { input: { f: 'push', value }, call, return: returned };
}

function got(output: Item | null | undefined, call: number, returned: number): Op {
  return { input: { f: 'pop' }, output, call, return: returned };
}

const taker = (call: number): Op => got(undefined, call, Infinity);

/** Proven by an order that a validator accepted. */
const expectLegal = judge.order;

describe('the order test of stacks', () => {
  it('accepts last in, first out, and elements that stay', () => {
    expect(judge.order([])).toEqual([]);
    expect(judge.order([put(1, 0, 1), put(2, 2, 3), got(2, 4, 5), got(1, 6, 7)])).toEqual([
      0, 1, 2, 3,
    ]);
    expect(judge.order([put(1, 0, 1), put(2, 2, 3), got(2, 4, 5)])).toEqual([0, 1, 2]);
  });

  it('refuses an element that left from below another', () => {
    expect(judge.proof([put(1, 0, 1), put(2, 2, 3), got(1, 4, 5), got(2, 6, 7)]).witness).toEqual([
      0, 1, 2, 3,
    ]);
    expect(judge.proof([put(1, 0, 1), put(2, 2, 3), got(1, 4, 5)]).witness).toEqual([0, 1, 2]);
  });

  it('accepts that where any two of them touch', () => {
    expectLegal([put(1, 0, 2), put(2, 2, 3), got(1, 4, 5), got(2, 6, 7)]);
    expectLegal([put(1, 0, 1), put(2, 2, 4), got(1, 4, 5), got(2, 6, 7)]);
    expectLegal([put(1, 0, 1), put(2, 2, 3), got(1, 4, 6), got(2, 6, 7)]);
    expectLegal([put(1, 0, 4), put(2, 2, 3), got(1, 4, 5), got(2, 6, 7)]);
  });

  it('refuses three elements of which any two are in order', () => {
    const history = [
      put(1, 0, 1),
      put(2, 2, 5),
      put(9, 4, 8),
      got(1, 6, 12),
      got(2, 10, 13),
      got(9, 20, 21),
    ];
    for (const left of [1, 2, 9]) {
      expectLegal(
        history.filter(({ input, output }) => left !== (input.f === 'push' ? input.value : output)),
      );
    }
    expect(judge.proof(history).witness).toEqual([0, 1, 2, 3, 4, 5]);
    // With any gap in what was inside, one of them has its moment.
    expectLegal(history.with(1, put(2, 2, 6)));
    expectLegal(history.with(2, put(9, 4, 10)));
    expectLegal(history.with(2, put(9, 1, 8)));
    expectLegal(history.with(3, got(1, 5, 12)));
    expectLegal(history.with(4, got(2, 8, 13)));
    expectLegal(history.with(3, got(1, 6, 20)));
  });

  it('knows a moment at which nothing has to be inside, however short', () => {
    const history = [put(1, 0, 1), got(1, 6, 12), put(2, 2, 6), got(2, 9, 13), put(9, 4, 8)];
    expectLegal([...history, got(9, 20, 21)]);
    expect(judge.proof([...history.with(2, put(2, 2, 5)), got(9, 20, 21)]).witness.length).toBe(6);
    expect(judge.proof([...history.with(4, put(9, 7, 8)), got(9, 20, 21)]).witness.length).toBe(4);
    expectLegal([...history.with(4, put(9, 4, 6)), got(9, 20, 21)]);
    expectLegal([...history.with(4, put(9, 6, 8)), got(9, 20, 21)]);
  });

  it('lets elements come and go at once, whatever is inside', () => {
    expectLegal([put(1, 0, 1), put(2, 2, 5), got(2, 3, 4), got(1, 6, 7)]);
    expectLegal([put(2, 2, 5), put(3, 2, 5), got(2, 5, 6), got(3, 5, 6)]);
    expectLegal([put(1, 0, 1), put(2, 5, 9), got(2, 3, 6), got(1, 10, 11)]);
  });

  it('refuses elements from nowhere, too early, and twice', () => {
    expect(judge.proof([got(1, 0, 1)]).witness).toEqual([0]);
    expect(judge.proof([got(1, 0, 1), put(1, 2, 3)]).witness).toEqual([0, 1]);
    expect(judge.proof([put(1, 0, 1), got(1, 2, 3), got(1, 2, 3)]).witness).toEqual([0, 1, 2]);
  });

  it('takes a push without an answer for done only if its element came out', () => {
    expect(judge.order([put(1, 0, 1), put(2, 2, Infinity), got(1, 4, 5)])).toEqual([0, 2]);
    expectLegal([put(1, 0, 1), put(2, 2, Infinity), got(1, 4, 5), got(2, 6, 7)]);
    expectLegal([put(1, 0, 1), put(2, 2, Infinity), got(2, 4, 5), got(1, 6, 7)]);
  });

  it('refuses an empty stack while one element after the other was surely inside', () => {
    const history = [put(1, 0, 1), put(2, 2, 3), got(1, 4, 9), got(2, 6, 9)];
    expect(judge.proof([...history, got(null, 2, 5)])).toEqual({
      witness: [0, 1, 2, 3, 4],
      reason:
        'got null (operation 4), but all that time something was inside: ' +
        'what put 1 (operation 0), put 2 (operation 1) put in',
    });
    expectLegal([...history, got(null, 2, 6)]);
    expectLegal([put(1, 0, 1), got(1, 3, 9), put(2, 2, 3), got(2, 6, 9), got(null, 2, 5)]);
    expect(judge.proof([put(1, 0, 1), got(null, 2, 3)]).witness).toEqual([0, 1]);
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

  it('does not judge values that can be told apart in many ways, answers that are not known, a filled stack', () => {
    const nested = [0, 1, 2, 3, 4].flatMap((i) => [put(1, i, 20 - i), got(1, i, 20 - i)]);
    expect(judge.refusal(nested)).toContain('put in before');
    expect(judge.refusal([put(1, 0, 1), got(undefined, 2, 3)])).toContain('not known whether');
    expect(judge.refusal([put(1, 0, 1), got(1, 2, Infinity)])).toContain('not known whether');
    const filled = recognitionBy(
      stackOrder([1], () => ''),
      [],
    );
    expect(filled).toEqual({ recognised: false, because: 'the stack is not empty at first' });
  });
});

describe('a pop of a stack without an answer', () => {
  it('may have taken one element that had to leave, not two', () => {
    const history = [put(1, 0, 1), put(2, 2, 3), put(3, 4, 5), taker(6)];
    expectLegal([...history, got(2, 7, 8)]);
    expect(judge.proof([...history, got(1, 7, 8)]).witness).toEqual([0, 1, 2, 3, 4]);
    expectLegal([...history, taker(6), got(1, 7, 8)]);
    expect(judge.proof([...history, got(null, 7, 8)]).witness).toEqual([1, 2, 3, 4]);
  });

  it('may have done so only after its call', () => {
    expectLegal([put(1, 0, 1), put(2, 2, 3), taker(5), got(1, 4, 5)]);
    expect(judge.proof([put(1, 0, 1), put(2, 2, 3), taker(6), got(1, 4, 5)]).witness).toEqual([
      0, 1, 3,
    ]);
    expect(judge.proof([put(1, 0, 1), taker(5), got(null, 2, 4)]).witness).toEqual([0, 2]);
    expectLegal([put(1, 0, 1), taker(4), got(null, 2, 4)]);
  });

  it('proves nothing about what others are known to have taken', () => {
    const history = [put(1, 0, 1), put(2, 2, 3), taker(0), got(1, 4, 5), got(2, 6, 7)];
    expect(judge.proof(history).witness).toEqual([0, 1, 3, 4]);
  });

  it('takes what has to leave first if it was called first', () => {
    const history = [
      put(1, 0, 1),
      put(2, 2, 3),
      taker(4),
      got(1, 5, 6),
      put(3, 7, 8),
      put(4, 9, 10),
      taker(11),
      got(3, 12, 13),
    ];
    expectLegal(history);
    expect(judge.proof(history.toSpliced(6, 1)).witness).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('takes what is in the way, even if no other element is surely below it', () => {
    // 1 and 2 cross, unless 2 leaves before 1 does or 1 comes after 2 did.
    const history = [put(1, 0, 5), put(2, 2, 3), got(1, 8, 9), put(3, 0, 1), got(3, 6, 7)];
    expect(judge.order([...history, taker(4)]).length).toBe(6);
    expect(judge.proof([...history, taker(8)]).witness).toEqual([1, 3, 4]);
  });

  it('takes it early enough for everything else, which is learnt', () => {
    // What 9 put in has time until 40 for all that is known from the pop of 1 alone.
    const history = [
      put(1, 0, 1),
      put(2, 2, 6),
      put(9, 4, 8),
      taker(9),
      taker(25),
      got(2, 20, 21),
      got(1, 39, 40),
      put(8, 10, 11),
    ];
    expect(judge.order(history).length).toBeGreaterThan(6);
  });

  it('is decided in generated histories', () => {
    for (let seed = 1; seed <= 40; seed++) {
      expectLegal(generateHistory('stack', { operations: 500, clients: 8, crashRate: 0.2, seed }));
    }
  });

  it('is kept for what has to leave earlier than any two elements demand of each other', () => {
    for (const seed of [266, 322]) {
      expectLegal(generateHistory('stack', { operations: 300, clients: 10, crashRate: 0.2, seed }));
    }
  });
});

describe('the checker of stacks', () => {
  it('is used by the model', () => {
    const history = generateHistory('stack', { operations: 20_000, clients: 20 });
    const { partitions } = checkOperations(stack(), history);
    expect(partitions).toMatchObject([{ verdict: 'ok', method: 'stack-order' }]);
  });
});
