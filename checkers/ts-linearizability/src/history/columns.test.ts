import { describe, expect, it } from 'vitest';
import { countPauses } from '../resumable/count-pauses.test.support.js';
import { finish } from '../resumable/resumable.js';
import { distinct, gather, pick } from './columns.js';
import { select } from './select.js';

const MANY = 40_000;
const backwards = Int32Array.from({ length: MANY }, (_, i) => MANY - 1 - i);

describe('columns', () => {
  it('give the numbers at some positions, in that order', () => {
    expect([...finish(gather(Float64Array.of(5, 6, 7), [2, 0, 2]))]).toEqual([7, 5, 7]);
    expect([...finish(gather([5, 6], Int32Array.of(1)))]).toEqual([6]);
    const { result, pauses } = countPauses(gather(Float64Array.from(backwards), backwards));
    expect(result.every((value, i) => value === i)).toBe(true);
    expect(pauses).toBe(3);
  });

  it('give the positions at some places, in that order', () => {
    expect([...finish(pick([5, 6, 7], Int32Array.of(2, 0)))]).toEqual([7, 5]);
    const { result, pauses } = countPauses(pick(backwards, backwards));
    expect(result.every((value, i) => value === i)).toBe(true);
    expect(pauses).toBe(3);
  });

  it('give positions once each, in their order, without those of nothing', () => {
    expect(finish(distinct([]))).toEqual([]);
    expect(finish(distinct([3, -1, 0, 3, 1, -1, 0]))).toEqual([0, 1, 3]);
    const twice = [...backwards, ...backwards];
    const { result, pauses } = countPauses(distinct(twice));
    expect(result).toEqual([...backwards].toReversed());
    expect(pauses).toBeGreaterThan(10);
  });

  it('select operations by their positions', () => {
    const operations = [...backwards].map((input) => ({ input, call: input, return: input }));
    const { result, pauses } = countPauses(select(operations, backwards));
    expect(result.map(({ input }) => input)).toEqual([...backwards].toReversed());
    expect(pauses).toBe(9);
    expect(finish(select(operations, [1, 0]))).toEqual([operations[1], operations[0]]);
  });
});
