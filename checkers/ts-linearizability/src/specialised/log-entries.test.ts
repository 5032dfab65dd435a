import { describe, expect, it } from 'vitest';
import { judgeOf } from '../differential/expect-verdict.test.support.js';
import type { LogInput, LogOutput } from '../models/inputs.js';
import { log } from '../models/log.js';
import type { Item, Operation } from '../types.js';
import { describeValue } from '../values/describe.js';
import { orderedLog } from './log-entries.js';

type Op = Operation<LogInput, LogOutput>;

const judge = judgeOf(
  log(),
  orderedLog([], (input, output) => `${input.f} ${describeValue(output)}`),
);

/** Proven by an order that a validator accepted. */
const expectLegal = judge.order;

function append(value: Item, call: number, returned: number, offset?: number): Op {
  return { input: { f: 'append', value }, output: offset, call, return: returned };
}

function read(offset: number, output: Item | null | undefined, call: number, returned: number): Op {
  return { input: { f: 'read', offset }, output, call, return: returned };
}

function length(output: number | undefined, call: number, returned: number): Op {
  return { input: { f: 'length' }, output, call, return: returned };
}

describe('the entry test of logs', () => {
  it('accepts appends at their offsets, and reads and lengths that fit', () => {
    expectLegal([]);
    expectLegal([
      append('b', 0, 9, 1),
      append('a', 0, 9, 0),
      length(1, 0, 9),
      read(1, null, 0, 9),
      read(0, 'a', 0, 9),
      read(1, 'b', 0, 9),
      length(2, 0, 9),
    ]);
  });

  it('refuses appends whose offsets contradict their times', () => {
    expect(judge.proof([append('b', 0, 1, 1), append('a', 2, 3, 0)])).toEqual({
      witness: [0, 1],
      reason:
        'append 1 (operation 0) returned before append 0 (operation 1) was called, ' +
        'but the latter saw an earlier state',
    });
    expectLegal([append('b', 0, 2, 1), append('a', 2, 3, 0)]);
  });

  it('refuses an offset given out twice, and one beyond a gap', () => {
    expect(judge.proof([append('a', 0, 9, 0), append('b', 0, 9, 0)]).witness).toEqual([0, 1]);
    expect(judge.proof([append('a', 0, 9, 1), length(0, 0, 1)]).witness).toEqual([0]);
    expect(judge.proof([append('a', 0, 9, -1)]).witness).toEqual([0]);
  });

  it('refuses a read behind what was there before', () => {
    expect(judge.proof([append('a', 0, 1, 0), read(0, null, 2, 3)]).witness).toEqual([0, 1]);
    expect(judge.proof([append('a', 0, 1), length(0, 2, 3)]).witness).toEqual([0, 1]);
    const history = [append('a', 0, 9), read(0, 'a', 1, 2), read(0, null, 3, 4)];
    expect(judge.proof(history).witness).toEqual([0, 1, 2]);
  });

  it('refuses two values at one offset, one value at two, and a value from nowhere', () => {
    expect(judge.proof([append('a', 0, 1, 0), read(0, 'b', 2, 3)]).witness).toEqual([0, 1]);
    const twice = [append('a', 0, 9), append('b', 0, 9), read(0, 'a', 0, 9), read(1, 'a', 0, 9)];
    expect(judge.proof(twice).witness).toEqual([0, 2, 3]);
    expect(judge.proof([append('a', 0, 1), read(0, 'z', 0, 1)]).witness).toEqual([1]);
  });

  it('lets an append without an answer fill a gap, or take the place where it was read', () => {
    expect(expectLegal([append('a', 0, Infinity), length(0, 5, 6)])).toEqual([1]);
    expectLegal([append('a', 0, Infinity), append('b', 2, 3, 1)]);
    expectLegal([append('a', 0, Infinity), read(0, 'a', 5, 6)]);
    expect(judge.proof([append('a', 2, Infinity), append('b', 0, 1, 1)]).witness).toEqual([1]);
  });

  it('counts appends that nobody saw against reads that found nothing', () => {
    const history = [append('a', 0, 1), append('b', 2, 3)];
    expect(judge.proof([...history, read(1, null, 4, 5)]).witness).toEqual([0, 1, 2]);
    expectLegal([...history, read(2, null, 4, 5)]);
  });

  it('places reads of unknown answer', () => {
    expectLegal([append('a', 0, 1, 0), read(0, undefined, 2, 3), length(undefined, 0, 1)]);
  });

  it('does not judge a value that was appended twice and read', () => {
    const history = [append('a', 0, 1), append('a', 2, 3), read(0, 'a', 4, 5)];
    expect(judge.refusal(history)).toContain('appended more than once');
    expect(judge.refusal([read(-1, null, 0, 1)])).toContain('no offset');
  });
});
