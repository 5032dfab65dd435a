import { describe, expect, it } from 'vitest';
import { checkOperations } from '../check/check.js';
import { judgeOf } from '../differential/expect-verdict.test.support.js';
import { generateHistory } from '../generate/history.test.support.js';
import type { MutexInput, MutexOutput } from '../models/inputs.js';
import { mutex } from '../models/mutex.js';
import type { Operation } from '../types.js';
import { mutexCriticalSections } from './mutex-critical-sections.js';

type Op = Operation<MutexInput, MutexOutput>;

const words = (input: MutexInput): string => input.f;
const judge = judgeOf(mutex(), mutexCriticalSections(false, words));

/** Proven by an order that a validator accepted. */
const expectLegal = judge.order;
const expectLegalIfHeld = judgeOf(mutex(true), mutexCriticalSections(true, words)).order;

function acquire(output: boolean | undefined, call: number, returned: number): Op {
  return { input: { f: 'acquire' }, output, call, return: returned };
}

function release(output: boolean | undefined, call: number, returned: number): Op {
  return { input: { f: 'release' }, output, call, return: returned };
}

describe('the turn test of locks', () => {
  it('accepts critical sections, in whatever order they are recorded', () => {
    expectLegal([]);
    expectLegal([release(true, 0, 9), acquire(true, 0, 9), acquire(true, 0, 9)]);
    expectLegalIfHeld([release(true, 0, 1), acquire(true, 2, 3)]);
  });

  it('refuses two acquires without a release in between', () => {
    expect(judge.proof([acquire(true, 0, 1), acquire(true, 2, 3), release(true, 4, 5)])).toEqual({
      witness: [0, 1],
      reason:
        'acquire (operation 1) succeeded, but nothing that can have come before it ended ' +
        'that the lock was held',
    });
    expectLegal([acquire(true, 0, 1), acquire(true, 2, 4), release(true, 4, 5)]);
  });

  it('refuses a release of a lock that nobody can have acquired', () => {
    expect(judge.proof([release(true, 0, 1), acquire(true, 2, 3)]).witness).toEqual([0]);
  });

  it('lets an operation without an answer take a turn that is needed, once', () => {
    const history = [acquire(true, 0, 1), release(undefined, 2, Infinity), acquire(true, 4, 5)];
    expectLegal(history);
    expect(judge.proof([...history, acquire(true, 6, 7)]).witness).toEqual([0, 1, 2, 3]);
    expect(expectLegal([acquire(undefined, 0, Infinity), acquire(true, 2, 3)])).toEqual([1]);
  });

  it('places refusals, and refuses those that fit nowhere', () => {
    expectLegal([
      acquire(true, 0, 1),
      acquire(false, 2, 3),
      release(true, 4, 5),
      release(false, 6, 7),
    ]);
    expect(judge.proof([acquire(false, 0, 1), acquire(true, 2, 3)])).toEqual({
      witness: [0],
      reason:
        'acquire (operation 0) was refused, but nothing that can have come before it ended that ' +
        'the lock was free',
    });
    expect(judge.proof([acquire(true, 0, 1), release(false, 2, 3)]).witness).toEqual([0, 1]);
  });

  it('changes the lock early for refusals that are over first', () => {
    expectLegal([acquire(true, 0, 9), acquire(false, 1, 2)]);
    expectLegal([
      acquire(true, 0, 9),
      release(undefined, 0, Infinity),
      acquire(false, 1, 2),
      release(false, 3, 4),
    ]);
    expect(
      judge.proof([acquire(true, 0, 9), acquire(false, 1, 2), release(false, 3, 4)]).witness,
    ).toEqual([0, 1, 2]);
  });

  it('proves a late error with few operations of a long history', () => {
    const history = generateHistory('mutex', { operations: 2000, clients: 4, reads: 0 });
    const end = Math.max(...history.map(({ return: returned }) => returned));
    const wrong = [...history, acquire(true, end + 1, end + 2), acquire(true, end + 3, end + 4)];
    expect(judge.proof(wrong).witness.length).toBeLessThan(30);
  });

  it('lets operations whose answers are not known turn, or leave the lock as it is', () => {
    expectLegal([acquire(undefined, 0, 1), acquire(false, 2, 3), release(undefined, 4, 5)]);
    expectLegal([acquire(undefined, 0, 1), acquire(undefined, 2, 3), release(true, 4, 5)]);
    expectLegal([release(undefined, 0, 1), acquire(true, 2, 3)]);
    expect(judge.proof([acquire(undefined, 0, 1), release(false, 2, 3)]).witness).toEqual([0, 1]);
    expect(judge.proof([acquire(undefined, 2, 3), release(true, 0, 1)]).witness).toEqual([1]);
    // One that must take its turn does so first.
    const history = [acquire(undefined, 0, 5), acquire(true, 0, 9), release(false, 4, 5)];
    expect(judge.order(history)).toEqual([2, 1, 0]);
    expectLegal([
      acquire(true, 0, 1),
      acquire(undefined, 0, 3),
      release(true, 2, 3),
      release(true, 4, 5),
    ]);
  });

  it('leaves open whether such an operation turned late', () => {
    const history = [release(undefined, 0, 1), acquire(true, 2, 3), acquire(true, 4, 5)];
    expect(judge.refusal(history)).toContain('answers are not known');
    expect(checkOperations(mutex(), history).verdict).toBe('illegal');
  });

  it('does not judge an answer that came at no time', () => {
    expect(judge.refusal([acquire(true, 0, Infinity)])).toContain('no time of it');
  });
});
