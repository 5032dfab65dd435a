import { describe, expect, it } from 'vitest';
import { judgeOf } from '../differential/expect-verdict.test.support.js';
import { counter } from '../models/counter.js';
import type { CounterInput, CounterOutput } from '../models/inputs.js';
import type { Operation } from '../types.js';
import { countedSteps } from './counter-steps.js';

type Op = Operation<CounterInput, CounterOutput>;

const words = (input: CounterInput, output: number | undefined): string => `${input.f} ${output}`;
const judge = judgeOf(counter(), countedSteps(0, words));

function add(value: number, call: number, returned: number, output?: number): Op {
  return { input: { f: 'add', value }, output, call, return: returned };
}

function read(output: number | undefined, call: number, returned: number): Op {
  return { input: { f: 'read' }, output, call, return: returned };
}

/** Proven by an order that a validator accepted. */
const expectLegal = judge.order;
const expectLegalFromTen = judgeOf(counter(10), countedSteps(10, words)).order;

describe('the step test of counters', () => {
  it('accepts sums that grow with the adds, up or down', () => {
    expectLegal([]);
    expectLegal([read(0, 0, 9), add(2, 0, 9), read(4, 0, 9), add(2, 0, 9), read(2, 0, 9)]);
    expectLegal([read(0, 0, 1), add(-3, 2, 3), read(-3, 4, 5)]);
    expectLegalFromTen([add(5, 0, 1), read(15, 2, 3)]);
  });

  it('refuses a sum that lacks an add, and one that has more than there were', () => {
    expect(judge.proof([add(1, 0, 1), read(0, 2, 3)])).toEqual({
      witness: [0, 1],
      reason:
        'read 0 (operation 1): more adds had returned before it was called, add undefined (operation 0) among them',
    });
    expect(judge.proof([add(1, 0, 1), read(2, 2, 3), add(1, 4, 5)]).witness).toEqual([0, 1]);
    expectLegal([add(1, 0, 2), read(0, 2, 3)]);
    expectLegal([add(1, 0, 1), read(2, 2, 4), add(1, 4, 5)]);
  });

  it('refuses sums that go back, and sums that no number of adds leads to', () => {
    expect(judge.proof([add(1, 0, 9), read(1, 1, 2), read(0, 3, 4)]).witness).toEqual([0, 1, 2]);
    expect(judge.proof([add(2, 0, 9), read(3, 1, 2)]).witness).toEqual([1]);
    expect(judge.proof([add(2, 0, 9), read(-2, 1, 2)]).witness).toEqual([1]);
  });

  it('refuses an add between two equal sums', () => {
    const history = [add(1, 0, 9), read(1, 1, 2), add(1, 3, 4), read(1, 5, 6)];
    expect(judge.proof(history).witness).toEqual([0, 1, 2, 3]);
  });

  it('lets an add without an answer fill a gap, once', () => {
    const lost = add(1, 0, Infinity);
    expect(judge.order([lost, read(0, 5, 6)])).toEqual([1]);
    expectLegal([lost, read(0, 5, 6), read(1, 7, 8)]);
    expect(judge.proof([lost, read(2, 5, 6)]).witness).toEqual([0, 1]);
    expect(judge.proof([lost, read(1, 5, 6), read(0, 7, 8)]).witness).toEqual([0, 1, 2]);
  });

  it('gives the add that must be over first the first step', () => {
    expectLegal([add(1, 0, 9), add(1, 0, 1), read(1, 2, 3), read(2, 4, 5)]);
  });

  it('holds adds to the sum that they say they led to', () => {
    expectLegal([add(1, 0, 9, 2), add(1, 0, 9, 1), read(1, 0, 9)]);
    expect(judge.proof([add(1, 0, 9, 1), add(1, 0, 9, 1)])).toEqual({
      witness: [0, 1],
      reason: 'add 1 (operation 0) and add 1 (operation 1) led to the same state',
    });
    expect(judge.proof([add(1, 0, 1, 2), add(1, 2, 3, 1)]).witness).toEqual([0, 1]);
    expect(judge.proof([add(1, 0, 9, 2), add(1, 0, 9, 3)]).witness).toEqual([1]);
    expect(judge.proof([add(1, 0, 9, 0)]).witness).toEqual([0]);
  });

  it('places adds of nothing and reads of unknown sums anywhere', () => {
    expectLegal([add(1, 0, 1), add(0, 0, 9), read(undefined, 2, 3), add(0, 4, 5, 1)]);
  });

  it('does not judge adds of different amounts', () => {
    expect(judge.refusal([add(1, 0, 1), add(2, 2, 3)])).toContain('adds 2, others add 1');
    expect(judge.refusal([add(1.5, 0, 1)])).toContain('adds 1.5');
  });
});
