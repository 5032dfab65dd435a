import { describe, expect, it } from 'vitest';
import { judgeOf } from '../differential/expect-verdict.test.support.js';
import { fencedLock } from '../models/fenced-lock.js';
import type { FencedLockInput, FencedLockOutput } from '../models/inputs.js';
import { checkOperations } from '../check/check.js';
import type { Operation } from '../types.js';
import { validateLinearization } from '../validate/linearization.js';
import { tokenOrder } from './fenced-lock.js';

type Op = Operation<FencedLockInput, FencedLockOutput>;

const words = (input: FencedLockInput): string => input.f;
const judge = judgeOf(fencedLock(), tokenOrder(false, words));
const leased = judgeOf(fencedLock({ leases: true }), tokenOrder(true, words));

/** What the tokens do not refute is legal to the search. */
function expectLegal(history: readonly Op[], leases = false): readonly number[] {
  expect((leases ? leased : judge).refusal(history)).toContain('do not contradict');
  const [part] = checkOperations(fencedLock({ leases }), history).partitions;
  expect(part?.verdict).toBe('ok');
  const order = part?.verdict === 'ok' ? (part.linearization ?? []) : [];
  expect(validateLinearization(fencedLock({ leases }), history, order)).toEqual({ valid: true });
  return [...order];
}

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
    expect(witness).toEqual([0, 2]);
    expect(reason).toContain('the tokens tell the opposite order');
  });

  it('refuses two holders at a time, unless leases may end', () => {
    const history = [acquire(1, 0, 1), acquire(2, 2, 3)];
    expect(judge.proof(history)).toEqual({
      witness: [0, 1],
      reason:
        'acquire (operation 0) and acquire (operation 1): nobody released the older token in between',
    });
    expectLegal(history, true);
    const late = [acquire(1, 0, 1), acquire(2, 2, 3), release(1, true, 4, 5)];
    expect(judge.proof(late).witness).toEqual([1, 2]);
    expect(leased.proof(late).witness).toEqual([1, 2]);
    expectLegal([acquire(1, 0, 1), acquire(2, 2, 4), release(1, true, 4, 5)]);
  });

  it('refuses a token given out twice, released twice, or never given out', () => {
    expect(judge.proof([acquire(1, 0, 9), acquire(1, 0, 9)]).witness).toEqual([0, 1]);
    const twice = [acquire(1, 0, 9), release(1, true, 0, 9), release(1, true, 0, 9)];
    expect(judge.proof(twice).witness).toEqual([1, 2]);
    expect(judge.proof([release(7, true, 0, 9)]).witness).toEqual([0]);
  });

  it('lets a release without an answer take effect if somebody else acquired', () => {
    expectLegal([acquire(1, 0, 1), release(1, undefined, 2, Infinity), acquire(2, 5, 6)]);
    expect(expectLegal([acquire(1, 0, 1), release(1, undefined, 2, Infinity)])).toEqual([0]);
    const late = [acquire(1, 0, 1), acquire(2, 2, 3), release(1, undefined, 4, Infinity)];
    expect(judge.proof(late).witness).toEqual([0, 1]);
  });

  it('lets an acquire without an answer have got a token that was given back', () => {
    expect(expectLegal([acquire(undefined, 0, Infinity), acquire(1, 2, 3)])).toEqual([1]);
    expectLegal([acquire(undefined, 0, Infinity), release(7, true, 2, 3)]);
    expectLegal([acquire(7, 0, Infinity), release(7, true, 2, 3)]);
  });

  it('refuses a write under an older token than one before', () => {
    expect(judge.proof([write(2, true, 0, 1), write(1, true, 2, 3)]).witness).toEqual([0, 1]);
    expectLegal([write(2, true, 0, 2), write(1, true, 2, 3), write(1, true, 0, 1)]);
  });

  it('leaves what was refused, and answers that are not known, to the search', () => {
    const undecided = [[acquire(null, 0, 1)], [write(1, false, 0, 1)]];
    undecided.forEach((history) => expect(judge.refusal(history)).toContain('do not contradict'));
    expectLegal([acquire(undefined, 0, 1)]);
    expectLegal([write(1, undefined, 0, 1)]);
    expectLegal([acquire(1, 0, 9), acquire(null, 0, 9), release(1, true, 0, 9)]);
    expectLegal([write(2, true, 0, 5), write(1, false, 1, 2), write(1, true, 0, 9)]);
  });
});
