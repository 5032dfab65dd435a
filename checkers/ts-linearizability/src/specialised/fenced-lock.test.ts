import { describe, expect, it } from 'vitest';
import { judgeOf } from '../differential/expect-verdict.test.support.js';
import { fencedLock } from '../models/fenced-lock.js';
import type { FencedLockInput, FencedLockOutput } from '../models/inputs.js';
import type { Operation } from '../types.js';
import { tokenOrder } from './fenced-lock.js';

type Op = Operation<FencedLockInput, FencedLockOutput>;

const words = (input: FencedLockInput): string => input.f;
const judge = judgeOf(fencedLock(), tokenOrder(false, words));
const leased = judgeOf(fencedLock({ leases: true }), tokenOrder(true, words));

/** Proven by an order that a validator accepted. */
const expectLegal = judge.order;
const expectLegalWithLeases = leased.order;

function acquire(output: number | null | undefined, call: number, returned: number): Op {
  return { input: { f: 'acquire' }, output, call, return: returned };
}

function release(token: number, output: boolean | undefined, call: number, returned: number): Op {
  return { input: { f: 'release', token }, output, call, return: returned };
}

function write(token: number, output: boolean | undefined, call: number, returned: number): Op {
  return { input: { f: 'write', token }, output, call, return: returned };
}

describe('the token test of locks', () => {
  it('accepts holders one after the other, with growing tokens', () => {
    expectLegal([]);
    expectLegal([
      acquire(5, 0, 9),
      release(5, true, 0, 9),
      acquire(3, 0, 9),
      release(3, true, 0, 9),
    ]);
  });

  it('refuses a token older than one given out before', () => {
    const history = [
      acquire(5, 0, 1),
      release(5, true, 2, 3),
      acquire(3, 4, 5),
      release(3, true, 6, 7),
    ];
    const { witness, reason } = judge.proof(history);
    expect(witness).toEqual([0, 1, 2, 3]);
    expect(reason).toContain('the tokens tell the opposite order');
  });

  it('refuses two holders at a time, unless leases may end', () => {
    const history = [acquire(1, 0, 1), acquire(2, 2, 3)];
    expect(judge.proof(history)).toEqual({
      witness: [0, 1],
      reason:
        'acquire (operation 0) and acquire (operation 1): nobody released the older token in between',
    });
    expectLegalWithLeases(history);
    const late = [acquire(1, 0, 1), acquire(2, 2, 3), release(1, true, 4, 5)];
    expect(judge.proof(late).witness).toEqual([0, 1, 2]);
    expect(leased.proof(late).witness).toEqual([0, 1, 2]);
    expectLegal([acquire(1, 0, 1), acquire(2, 2, 4), release(1, true, 4, 5)]);
  });

  it('refuses a token given out twice, released twice, or never given out', () => {
    expect(judge.proof([acquire(1, 0, 9), acquire(1, 0, 9)]).witness).toEqual([0, 1]);
    const twice = [acquire(1, 0, 9), release(1, true, 0, 9), release(1, true, 0, 9)];
    expect(judge.proof(twice).witness).toEqual([0, 1, 2]);
    expect(judge.proof([release(7, true, 0, 9)]).witness).toEqual([0]);
  });

  it('lets a release without an answer take effect if somebody else acquired', () => {
    expectLegal([acquire(1, 0, 1), release(1, undefined, 2, Infinity), acquire(2, 5, 6)]);
    expect(expectLegal([acquire(1, 0, 1), release(1, undefined, 2, Infinity)])).toEqual([0]);
    const late = [acquire(1, 0, 1), acquire(2, 2, 3), release(1, undefined, 4, Infinity)];
    expect(judge.proof(late).witness).toEqual([0, 1, 2]);
  });

  it('leaves out an acquire without an answer', () => {
    expect(expectLegal([acquire(undefined, 0, Infinity), acquire(1, 2, 3)])).toEqual([1]);
    const history = [acquire(undefined, 0, Infinity), release(7, true, 2, 3)];
    expect(judge.refusal(history)).toContain('an acquire without an answer');
  });

  it('refuses a write under an older token than one before', () => {
    expect(judge.proof([write(2, true, 0, 1), write(1, true, 2, 3)]).witness).toEqual([0, 1]);
    expectLegal([write(2, true, 0, 2), write(1, true, 2, 3), write(1, true, 0, 1)]);
  });

  it('places what was refused where it fits, and leaves it open where it does not', () => {
    expectLegal([acquire(1, 0, 9), acquire(null, 0, 9), release(1, true, 0, 9)]);
    expectLegal([
      acquire(1, 0, 1),
      release(2, false, 2, 3),
      release(1, true, 4, 5),
      release(1, false, 6, 7),
    ]);
    expectLegal([write(2, true, 0, 5), write(1, false, 1, 2), write(1, true, 0, 9)]);
    expect(judge.refusal([acquire(null, 0, 1)])).toContain('fits nowhere');
    expect(judge.refusal([write(1, false, 0, 1)])).toContain('fits nowhere');
  });

  it('keeps the lock and the store in one order of time', () => {
    const order = expectLegal([write(1, true, 2, 3), acquire(1, 0, 1), release(1, true, 4, 5)]);
    expect(order).toEqual([1, 0, 2]);
  });

  it('does not judge answers that are not known', () => {
    expect(judge.refusal([acquire(undefined, 0, 1)])).toContain('not known');
    expect(judge.refusal([write(1, undefined, 0, 1)])).toContain('not known');
  });
});
