import { describe, expect, it } from 'vitest';
import { verdictBy } from '../differential/ask.test.support.js';
import { judgeOf } from '../differential/expect-verdict.test.support.js';
import { checkOperations } from '../check/check.js';
import { generateHistory } from '../generate/history.test.support.js';
import type { SetInput, SetOutput } from '../models/inputs.js';
import { set } from '../models/set.js';
import type { Operation, Value } from '../types.js';
import { setElements } from './set-elements.js';

type Op = Operation<SetInput, SetOutput>;

const words = (input: SetInput, output: SetOutput | undefined): string =>
  `${input.f} ${input.f === 'read' ? '' : JSON.stringify(input.value)} ${JSON.stringify(output) ?? '?'}`;
const judge = judgeOf(set(), setElements([], words));

/** Proven by an order that a validator accepted. */
const expectLegal = judge.order;
const withSeven = judgeOf(set([7]), setElements([7], words));

function op(f: 'add' | 'remove' | 'contains', value: Value, output: boolean | undefined) {
  return (call: number, returned: number): Op => ({
    input: { f, value },
    output,
    call,
    return: returned,
  });
}

const add = op('add', 1, true);
const addAgain = op('add', 1, false);
const remove = op('remove', 1, true);
const removeNothing = op('remove', 1, false);
const isIn = op('contains', 1, true);
const isOut = op('contains', 1, false);

describe('the turn test of sets', () => {
  it('accepts changes and what sees them, in whatever order they are recorded', () => {
    expect(judge.order([])).toEqual([]);
    expectLegal([
      isOut(0, 1),
      removeNothing(0, 1),
      add(2, 3),
      addAgain(4, 5),
      isIn(4, 5),
      remove(6, 7),
      isOut(8, 9),
    ]);
    expectLegal([remove(0, 9), add(0, 9), isIn(0, 9), isOut(0, 9), add(0, 9)]);
  });

  it('refuses what sees an element that cannot be there, or one that cannot be gone', () => {
    expect(judge.proof([isIn(0, 1), add(2, 3)])).toEqual({
      witness: [0],
      reason:
        'contains 1 true (operation 0), but nothing that can have come before it ended that 1 was ' +
        'not in the set',
    });
    expect(judge.proof([add(0, 1), isOut(2, 3), remove(4, 5)])).toEqual({
      witness: [0, 1],
      reason:
        'contains 1 false (operation 1), but nothing that can have come before it ended that 1 was ' +
        'in the set',
    });
    expect(judge.proof([addAgain(0, 1)]).witness).toEqual([0]);
    expect(judge.proof([add(0, 1), removeNothing(2, 3)]).witness).toEqual([0, 1]);
    expectLegal([isIn(0, 2), add(2, 3)]);
    expectLegal([add(0, 2), isOut(2, 3)]);
    expectLegal([add(0, 1), isOut(2, 4), remove(4, 5)]);
  });

  it('refuses two adds or removes that succeeded one after the other', () => {
    expect(judge.proof([add(0, 1), add(2, 3)]).witness).toEqual([0, 1]);
    expect(judge.proof([remove(0, 1)]).witness).toEqual([0]);
    expectLegal([add(0, 1), add(2, 4), remove(4, 5)]);
    expect(judge.proof([add(0, 1), add(2, 4), remove(5, 6)]).witness).toEqual([0, 1]);
  });

  it('takes the turn that must be over first', () => {
    // Only the short add can be seen by the first look.
    const history = [add(0, 9), add(0, 2), isIn(0, 2), remove(3, 4), isOut(5, 6)];
    expectLegal(history);
    expect(judge.order([...history, isIn(7, 9)]).length).toBe(6);
    expect(judge.proof([...history, isIn(7, 9), isOut(10, 11)]).witness.length).toBeGreaterThan(2);
  });

  it('takes a turn before it must be over if something has to see it', () => {
    expect(expectLegal([add(0, 9), isIn(1, 2)])).toEqual([0, 1]);
    expect(expectLegal([add(0, 9), isOut(1, 2)])).toEqual([1, 0]);
    // Two changes for two looks, though neither must be over.
    expectLegal([add(0, 9), remove(0, 9), isIn(1, 2), isOut(3, 4)]);
    expect(judge.proof([add(0, 9), isIn(1, 2), isOut(3, 4)]).witness).toEqual([0, 1, 2]);
  });

  it('lets an add or remove without an answer take a turn that is needed, once', () => {
    const unanswered = op('add', 1, undefined)(0, Infinity);
    expect(expectLegal([unanswered, isOut(1, 2)])).toEqual([1]);
    expect(expectLegal([unanswered, isIn(1, 2)])).toEqual([0, 1]);
    const again = [unanswered, isIn(1, 2), remove(3, 4), isIn(5, 6)];
    expect(judge.proof(again).witness).toEqual([0, 1, 2, 3]);
    expectLegal([...again, unanswered]);
    expectLegal([add(0, 1), op('remove', 1, undefined)(0, Infinity), isOut(2, 3)]);
    expectLegal([add(0, 1), op('remove', 1, undefined)(0, Infinity), isIn(2, 3)]);
    expect(judge.proof([op('add', 1, undefined)(3, Infinity), isIn(1, 2)]).witness).toEqual([1]);
    // One that answered is rather used: it must take its turn anyway.
    expectLegal([unanswered, add(0, 9), isIn(1, 2), remove(3, 4), isOut(5, 6)]);
  });

  it('passes over looks of which the answer is not known', () => {
    const look = op('contains', 1, undefined);
    expect(expectLegal([look(0, 1), add(2, 3)])).toEqual([0, 1]);
    expect(expectLegal([look(0, Infinity), add(2, 3)])).toEqual([1]);
    expect(expectLegal([op('contains', 1, true)(0, Infinity), add(2, 3)])).toEqual([1]);
  });

  it('keeps elements apart, and orders all of them at once', () => {
    const other = op('add', { name: 'other' }, true);
    expectLegal([isOut(0, 9), other(1, 2), op('contains', { name: 'other' }, true)(3, 4)]);
    const { witness, reason } = judge.proof([other(0, 1), add(0, 1), isOut(2, 3), other(8, 9)]);
    expect(witness).toEqual([1, 2]);
    expect(reason).toContain('ended that 1 was in the set');
    expect(judge.proof([other(0, 1), add(2, 3), other(4, 5)])).toEqual({
      witness: [0, 2],
      reason:
        'add {"name":"other"} true (operation 2), but nothing that can have come before it ended ' +
        'that {"name":"other"} was in the set',
    });
  });

  it('knows what is in the set at first', () => {
    withSeven.order([op('contains', 7, true)(0, 1), op('remove', 7, true)(2, 3)]);
    expect(withSeven.proof([op('add', 7, true)(0, 1)]).witness).toEqual([0]);
    withSeven.order([op('add', 8, true)(0, 1)]);
  });

  it('proves a late error with few operations of a long history', () => {
    const options = { operations: 3000, clients: 4, readsOfAll: 0, values: { size: 3 } };
    const history = generateHistory('set', options);
    const end = Math.max(...history.map(({ return: returned }) => returned));
    const wrong = [...history, isIn(end + 1, end + 2), isOut(end + 3, end + 4)];
    expect(judge.proof(wrong).witness.length).toBeLessThan(40);
  });

  it('takes the only add of an element for one that added it', () => {
    const acked = op('add', 1, undefined);
    expectLegal([isOut(0, 1), acked(2, 3), isIn(4, 5)]);
    expect(judge.proof([acked(0, 1), isOut(2, 3)]).witness).toEqual([0, 1]);
    expect(judge.proof([isIn(0, 1), acked(2, 3)]).witness).toEqual([0]);
    expect(withSeven.order([op('add', 7, undefined)(0, 1), op('contains', 7, true)(2, 3)])).toEqual(
      [0, 1],
    );
  });

  it('lets operations whose answers are not known change an element, or leave it as it is', () => {
    const [acked, dropped] = [op('add', 1, undefined), op('remove', 1, undefined)];
    expectLegal([
      acked(0, 1),
      acked(2, 3),
      isIn(4, 5),
      dropped(6, 7),
      dropped(8, 9),
      isOut(10, 11),
    ]);
    expect(expectLegal([dropped(0, 1), add(2, 3), isIn(4, 5)])).toEqual([0, 1, 2]);
    expect(
      expectLegal([add(0, 1), dropped(0, 9), isIn(2, 3), isOut(4, 5), dropped(0, 9)]).length,
    ).toBe(5);
    expect(judge.proof([acked(0, 1), acked(2, 3), isOut(4, 5)]).witness).toContain(2);
    expect(judge.proof([add(0, 1), dropped(4, 5), isOut(2, 3)]).witness).toEqual([0, 2]);
    // It was seen to be there, so it may have left it as it was; but it was needed.
    expectLegal([add(0, 1), acked(0, 9), remove(2, 3), isIn(4, 5)]);
    expectLegal([add(0, 1), acked(0, 3), remove(2, 3), isIn(4, 5)]);
    // Those that return last turn first: the first remove may just as well have seen nothing.
    expectLegal([acked(0, 20), dropped(1, 5), isIn(10, 11), dropped(21, 22), isOut(23, 24)]);
    const late = [dropped(0, 1), add(2, 3), add(4, 5)];
    expect(judge.refusal(late)).toContain('answers are not known');
    expect(checkOperations(set(), late).verdict).toBe('illegal');
  });

  it('does not judge answers that make no sense', () => {
    expect(judge.refusal([add(0, 1), remove(0, Infinity)])).toContain('operation 1 has an answer');
    expect(judge.refusal([{ ...add(0, 1), output: [1] }])).toContain('operation 0 has an answer');
    expect(judge.refusal([{ ...isIn(0, 1), output: [1] }])).toContain('operation 0 has an answer');
    expect(judge.refusal([{ ...read([], 0, 1), output: true }])).toContain('operation 0 has');
  });

  it('decides generated histories with crashed operations', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const options = { operations: 400, clients: 8, crashRate: 0.1, readsOfAll: 0, seed };
      expectLegal(generateHistory('set', options));
      expectLegal(generateHistory('set', { ...options, values: { size: 2 } }));
    }
  });

  it('is used by the model', () => {
    const history = generateHistory('set', { operations: 5000, clients: 20, readsOfAll: 0 });
    const { verdict, partitions } = checkOperations(set(), history);
    expect(verdict).toBe('ok');
    expect(new Set(partitions.map((part) => 'method' in part && part.method))).toEqual(
      new Set(['set-elements']),
    );
  });
});

function read(output: readonly Value[] | undefined, call: number, returned: number): Op {
  return { input: { f: 'read' }, output, call, return: returned };
}

const put = (value: Value, call: number, returned: number): Op =>
  op('add', value, true)(call, returned);
const drop = (value: Value, call: number, returned: number): Op =>
  op('remove', value, true)(call, returned);

describe('reads of a whole set', () => {
  it('see all elements at one moment', () => {
    expectLegal([put(1, 0, 1), put(2, 2, 3), read([2, 1], 4, 5), drop(1, 6, 7), read([2], 8, 9)]);
    expect(judge.proof([put(1, 0, 1), put(2, 2, 3), read([2], 4, 5)])).toEqual({
      witness: [0, 1, 2],
      reason:
        'read  [2] (operation 2), but nothing that can have come before it ended that 1 was in the set',
    });
    expectLegal([put(1, 0, 4), put(2, 2, 3), read([2], 4, 5)]);
    expectLegal([put(1, 0, 1), put(2, 2, 3), drop(1, 5, 6), read([2], 4, 5)]);
  });

  it('cannot see what nobody added, or anything twice', () => {
    expect(judge.proof([put(1, 0, 1), read([1, 3], 2, 3)])).toEqual({
      witness: [0, 1],
      reason:
        'read  [1,3] (operation 1), but nothing that can have come before it ended that 3 was not ' +
        'in the set',
    });
    expect(judge.proof([put(1, 0, 1), read([1, 1], 2, 3)])).toEqual({
      witness: [1],
      reason: 'read  [1,1] (operation 1) saw 1 twice',
    });
    expectLegal([put(1, 0, 1), read([1], 2, 3), read([1], 2, 3)]);
  });

  it('know what was there at first', () => {
    withSeven.order([read([7], 0, 1), drop(7, 2, 3), read([], 4, 5)]);
    expect(withSeven.proof([read([], 0, 1)]).witness).toEqual([0]);
  });

  it('of which the answer is not known need nothing', () => {
    expect(expectLegal([read(undefined, 0, 1), put(1, 2, 3)])).toEqual([0, 1]);
    expect(expectLegal([read(undefined, 0, Infinity), put(1, 2, 3)])).toEqual([1]);
    expect(expectLegal([read([5], 0, Infinity), put(1, 2, 3)])).toEqual([1]);
  });

  it('change elements early, also of operations without an answer', () => {
    expect(expectLegal([put(1, 0, 9), read([1], 1, 2)])).toEqual([0, 1]);
    expect(expectLegal([op('add', 1, undefined)(0, Infinity), read([1], 1, 2)])).toEqual([0, 1]);
    expect(expectLegal([op('add', 1, undefined)(0, Infinity), read([], 1, 2)])).toEqual([1]);
  });

  it('tell what adds and removes did whose answers are not known', () => {
    const [acked, dropped] = [op('add', 1, undefined), op('remove', 1, undefined)];
    expectLegal([acked(0, 9), dropped(1, 20), read([1], 10, 11), read([], 21, 22)]);
    expect(judge.proof([acked(0, 1), dropped(2, 3), read([1], 4, 5)]).witness).toEqual([0, 1, 2]);
    expect(judge.proof([acked(0, 1), acked(2, 3), read([], 4, 5)]).witness).toContain(2);
  });

  it('go past others on the way, those that saw least first', () => {
    expect(
      expectLegal([
        put(1, 0, 9),
        put(2, 0, 9),
        put(3, 0, 9),
        read([3, 2, 1], 0, 3),
        read([2, 3], 0, 9),
        read([3], 0, 9),
        read([], 0, 9),
      ]),
    ).toEqual([6, 2, 5, 1, 4, 0, 3]);
  });

  it('go before a turn that cannot be taken back in time', () => {
    // 1 must be there by 3, and is never gone again; so what saw 2 alone goes before.
    const history = [put(1, 0, 3), put(2, 1, 9), read([2], 0, 8)];
    expect(expectLegal(history)).toEqual([1, 2, 0]);
    expectLegal([...history, drop(1, 9, 10)]);
    expectLegal([put(1, 0, 3), put(2, 4, 9), read([2], 0, 8), drop(1, 5, 10)]);
    expect(judge.refusal([put(1, 0, 3), put(2, 4, 9), read([2], 0, 8)])).toContain('no order');
  });

  it('leave what no element contradicts by itself to the search', () => {
    const crossed = [put(1, 0, 9), put(2, 0, 9), read([1], 0, 9), read([2], 0, 9)];
    expect(judge.refusal(crossed)).toContain('no element by itself');
    expect(checkOperations(set(), crossed)).toMatchObject({ verdict: 'illegal' });
  });

  it('are named by their size if they are large, without what led there', () => {
    const many = Array.from({ length: 65 }, (_, value) => put(value, value, value));
    const values = many.map((_, value) => value);
    expectLegal([...many, read(values, 70, 71)]);
    const checker = setElements([], words);
    expect(verdictBy(checker, [...many, read(values.slice(1), 70, 71)])).toEqual({
      verdict: 'illegal',
      witness: [...values, 65],
      reason: expect.stringContaining('that 0 was in the set') as string,
    });
    const more = [...many, put(65, 66, 67), read(values, 70, 71)];
    expect(verdictBy(checker, more)).toEqual({
      verdict: 'illegal',
      witness: [65, 66],
      reason:
        'a read of 65 values (operation 66), but nothing that can have come before it ended that ' +
        '65 was in the set',
    });
  });

  it('of thousands of elements are looked up in a table', () => {
    const many = Array.from({ length: 5000 }, (_, value) => put(value, 0, 9));
    const values = many.map((_, value) => value);
    expect(
      expectLegal([...many, read(values.slice(0, 4500), 0, 9), read(values, 0, 9)]).length,
    ).toBe(5002);
  });

  it('are placed in most generated histories', () => {
    let placed = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const history = generateHistory('set', {
        operations: 200,
        clients: 5,
        crashRate: 0.05,
        readsOfAll: 0.3,
        seed,
      });
      const verdict = verdictBy(setElements([], words), history);
      expect(verdict.verdict).not.toBe('illegal');
      placed += verdict.verdict === 'ok' ? expectLegal(history).length : 0;
    }
    expect(placed).toBeGreaterThan(40 * 180);
  });
});
