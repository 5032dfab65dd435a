import { describe, expect, it } from 'vitest';
import { judgeOf } from '../differential/expect-verdict.test.support.js';
import { growOnlySet } from '../models/grow-only-set.js';
import type { GrowOnlySetInput, GrowOnlySetOutput } from '../models/inputs.js';
import type { Operation, Value } from '../types.js';
import { grownSet } from './grow-only-set.js';

type Op = Operation<GrowOnlySetInput, GrowOnlySetOutput>;

const words = (input: GrowOnlySetInput): string => input.f;
const judge = judgeOf(growOnlySet(), grownSet([], words));
const judgeOfSeven = judgeOf(growOnlySet([7]), grownSet([7], words));

function add(value: Value, call: number, returned: number): Op {
  return { input: { f: 'add', value }, call, return: returned };
}

function read(output: readonly Value[] | undefined, call: number, returned: number): Op {
  return { input: { f: 'read' }, output, call, return: returned };
}

/** Proven by an order that a validator accepted. */
const expectLegal = judge.order;
const expectLegalWithSeven = judgeOfSeven.order;

describe('the chain test of sets', () => {
  it('accepts reads that grow, in any order of their elements', () => {
    expectLegal([]);
    expectLegal([add(1, 0, 9), add(2, 0, 9), read([], 0, 9), read([2, 1], 0, 9), read([2], 0, 9)]);
  });

  it('refuses a read that lacks an element that was added before', () => {
    expect(judge.proof([add(1, 0, 1), read([], 2, 3)])).toEqual({
      witness: [0, 1],
      reason:
        'add (operation 0) returned before read (operation 1) was called, but the former is not in it',
    });
    expectLegal([add(1, 0, 2), read([], 2, 3)]);
  });

  it('refuses a read that lacks what an earlier one saw', () => {
    expect(judge.proof([add(1, 0, 9), read([1], 1, 2), read([], 3, 4)]).witness).toEqual([0, 1, 2]);
  });

  it('refuses reads of which neither saw all of the other', () => {
    const history = [add(1, 0, 9), add(2, 0, 9), read([1], 0, 9), read([2], 0, 9)];
    expect(judge.proof(history).witness).toEqual([0, 1, 2, 3]);
  });

  it('refuses an element before its add, from nowhere, and twice', () => {
    expect(judge.proof([read([1], 0, 1), add(1, 2, 3)]).witness).toEqual([0, 1]);
    expect(judge.proof([read([1], 0, 1)]).witness).toEqual([0]);
    expect(judge.proof([add(1, 0, 1), read([1, 1], 2, 3)]).witness).toEqual([1]);
  });

  it('refuses a read of a later add without an earlier one', () => {
    const history = [add(1, 0, 1), add(2, 2, 9), read([2], 0, 9)];
    expect(judge.proof(history)).toEqual({
      witness: [0, 1, 2],
      reason:
        'add (operation 0) returned before add (operation 1) was called, ' +
        'but read (operation 2) saw only the value of the latter',
    });
    expect(judge.proof([read([1], 0, 1), add(1, 2, 3)]).reason).toBe(
      'read (operation 0) returned before add (operation 1) was called, but the former saw its ' +
        'value, or more than read (operation 0), which saw it',
    );
  });

  it('takes an add without an answer for done only if it was read', () => {
    expect(judge.order([add(1, 0, Infinity), read([], 5, 6)])).toEqual([1]);
    expectLegal([add(1, 0, Infinity), read([], 5, 6), read([1], 7, 8)]);
    expect(judge.proof([add(1, 0, Infinity), read([1], 5, 6), read([], 7, 8)]).witness).toEqual([
      0, 1, 2,
    ]);
  });

  it('places reads of unknown answer and leaves out those without any', () => {
    const history = [add(1, 0, 1), read(undefined, 2, 3), read(undefined, 2, Infinity)];
    expect(judge.order(history)).toEqual([0, 1]);
  });

  it('judges elements of any type', () => {
    const elements = ['a', 1.5, -1, null, { b: [2] }, 7, true];
    const history = elements.map((element) => add(element, 0, 9));
    expectLegal([...history, read(elements.toReversed(), 0, 9), read(elements.slice(1, 4), 0, 9)]);
    expect(judge.proof([...history, read(['a', 'a'], 0, 9)]).witness).toEqual([7]);
    expect(judge.proof([...history, read([1.5, 8], 0, 9)]).witness).toEqual([7]);
    const apart = [...history, read([null, 7], 0, 9), read([true, -1], 0, 9)];
    expect(judge.proof(apart).witness).toEqual([2, 3, 5, 6, 7, 8]);
  });

  it('knows what was there at first', () => {
    expectLegalWithSeven([read([7], 0, 1), add(1, 0, 1), read([1, 7], 2, 3)]);
    expect(judgeOfSeven.proof([read([], 0, 1)]).witness).toEqual([0]);
  });

  it('does not judge a value that was added twice', () => {
    expect(judge.refusal([add(1, 0, 1), add(1, 2, 3)])).toContain('added before');
    expect(judgeOfSeven.refusal([add(7, 0, 1)])).toContain('added before');
  });
});
