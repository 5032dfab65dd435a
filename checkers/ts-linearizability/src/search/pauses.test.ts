import { describe, expect, it } from 'vitest';
import { problemOf, type Problem } from '../history/problem.js';
import { casRegister } from '../models/cas-register.js';
import { pausesAt } from '../resumable/count-pauses.test.support.js';
import { finish } from '../resumable/resumable.js';
import type { Resumable } from '../types.js';
import { UnplacedLists } from './lists.js';
import { OptionalClasses } from './optional-classes.js';
import { Pending } from './pending.js';
import { windowOf } from './window.js';
import { zobristWords } from './zobrist.js';

/** So many operations are this many pieces of numbers, and this often a pause among operations. */
const COUNT = 40_000;
const PIECES = 3;
const PAUSES = 9;

/** Writes of different values. */
const problemWith = (end: (call: number) => number): Problem<unknown, unknown> =>
  finish(
    problemOf(
      casRegister(),
      Array.from({ length: COUNT }, (_, i) => ({
        input: { f: 'write' as const, value: i },
        call: i,
        return: end(i),
      })),
    ),
  );

const answered = problemWith((call) => call + 0.5);
const last = COUNT - 1;
const open = problemWith((call) => (call === last ? COUNT : Infinity));

describe('what prepares a search pauses after every piece, in each of its passes:', () => {
  it.each<[string, number, () => Resumable<unknown>]>([
    // By call, the classes, and by return.
    ['lists', 3 * PAUSES, () => UnplacedLists.of(answered)],
    ['pending operations', PAUSES, () => Pending.of(answered)],
    ['optional operations, where there are none', 0, () => OptionalClasses.of(answered)],
    // Their classes, and themselves.
    ['optional operations', 2 * PAUSES, () => OptionalClasses.of(open)],
    ['random words', PIECES, () => zobristWords(COUNT, 1)],
    ['a small window', PAUSES + 3, () => windowOf(answered, last, 16)],
    ['a window of all', PAUSES + 3 * PIECES, () => windowOf(answered, last, COUNT)],
    // Nearly all are optional: the times, two for their order, and three columns.
    ['a window without answers', PAUSES + 7 * PIECES, () => windowOf(open, 0, 16)],
  ])('%s', (_name, expected, work) => {
    expect(pausesAt(0, work)).toBe(expected);
  });
});
