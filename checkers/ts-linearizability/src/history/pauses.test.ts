import { describe, expect, it } from 'vitest';
import { register } from '../models/register.js';
import { pausesAt } from '../resumable/count-pauses.test.support.js';
import type { Resumable } from '../types.js';
import { distinct, gather, inverse, pick } from './columns.js';
import { pairEvents } from './events.js';
import { problemOf } from './problem.js';
import { select } from './select.js';
import { sort } from './sort.js';
import { validateHistory } from './validate.js';

/** So many operations are this many pieces of numbers, and this often a pause among operations. */
const COUNT = 40_000;
const PIECES = 3;
const PAUSES = 9;

const numbers = Float64Array.from({ length: COUNT }, (_, i) => i);
const positions = Int32Array.from(numbers);
const operationsTo = (end: (call: number) => number) =>
  Array.from({ length: COUNT }, (_, i) => ({
    input: { f: 'write' as const, value: 1 },
    call: i,
    return: end(i),
  }));
const answered = operationsTo((call) => call);

describe('what goes over a history pauses after every piece, in each of its passes:', () => {
  it.each<[string, number, () => Resumable<unknown>]>([
    ['gather', PIECES, () => gather(numbers, positions)],
    ['pick', PIECES, () => pick(positions, positions)],
    ['inverse', PIECES, () => inverse(positions)],
    // Its copy, the sort of what is sorted, and the comparison of neighbours.
    ['distinct', 4 * PIECES, () => distinct([...positions])],
    ['sort of sorted times', 2 * PIECES, () => sort(numbers)],
    // The order at first, the range, the distances; three digits are counted, two differ and move.
    ['sort of whole times', 8 * PIECES, () => sort(numbers.toReversed())],
    // The order at first, the range, the bits; six digits are counted, three differ and move.
    ['sort of fractions', 12 * PIECES, () => sort(numbers.toReversed().map((time) => time + 0.5))],
    ['select', PAUSES, () => select(answered, positions)],
    ['validateHistory', PAUSES, () => validateHistory(answered)],
    [
      'pairEvents',
      PAUSES,
      () => pairEvents(answered.map((_, id) => ({ kind: 'call', id, input: 0 }))),
    ],
    // The times and the merge; two sorts, two picks, and the positions.
    ['problemOf', 2 * PAUSES + 7 * PIECES, () => problemOf(register(), answered)],
    // The times; two sorts, the positions, and a pick of the classes.
    [
      'problemOf, no answers',
      PAUSES + 4 * PIECES,
      () =>
        problemOf(
          register(),
          operationsTo(() => Infinity),
        ),
    ],
  ])('%s', (_name, expected, work) => {
    expect(pausesAt(0, work)).toBe(expected);
  });

  it('little work is done in few pieces', () => {
    expect(pausesAt(0, () => problemOf(register(), answered.slice(0, 10)))).toBe(7);
  });
});
