import { describe, expect, it } from 'vitest';
import { distinct, firstNumbers, gather, pick } from './columns.js';
import { select } from './select.js';

const MANY = 40_000;
const backwards = Int32Array.from({ length: MANY }, (_, i) => MANY - 1 - i);

describe('columns', () => {
  it('give the numbers from 0 on', () => {
    expect([...firstNumbers(3)]).toEqual([0, 1, 2]);
    expect([...firstNumbers(0)]).toEqual([]);
  });

  it('give the numbers at some positions, in that order', () => {
    expect([...gather(Float64Array.of(5, 6, 7), [2, 0, 2])]).toEqual([7, 5, 7]);
    expect([...gather([5, 6], Int32Array.of(1))]).toEqual([6]);
    const result = gather(Float64Array.from(backwards), backwards);
    expect(result.every((value, i) => value === i)).toBe(true);
  });

  it('give the positions at some places, in that order', () => {
    expect([...pick([5, 6, 7], Int32Array.of(2, 0))]).toEqual([7, 5]);
    const result = pick(backwards, backwards);
    expect(result.every((value, i) => value === i)).toBe(true);
  });

  it('give positions once each, in their order, without those of nothing', () => {
    expect(distinct([])).toEqual([]);
    expect(distinct([3, -1, 0, 3, 1, -1, 0])).toEqual([0, 1, 3]);
    const twice = [...backwards, ...backwards];
    const result = distinct(twice);
    expect(result).toEqual([...backwards].toReversed());
  });

  it('select operations by their positions', () => {
    const operations = [...backwards].map((input) => ({ input, call: input, return: input }));
    const result = select(operations, backwards);
    expect(result.map(({ input }) => input)).toEqual([...backwards].toReversed());
    expect(select(operations, [1, 0])).toEqual([operations[1], operations[0]]);
  });
});
