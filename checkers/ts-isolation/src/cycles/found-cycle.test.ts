import { describe, expect, it } from 'vitest';

import { RW, WR, WW } from '../graph/edge-kind.js';
import { simpleCycleOf, type CycleEdge } from './found-cycle.js';

/** The edges between transactions, each to the next, and the last to the first. */
function around(...steps: readonly (readonly [from: number, kind: number])[]): CycleEdge[] {
  return steps.map(([from, kind], at) => ({
    from,
    to: steps[(at + 1) % steps.length]?.[0] ?? from,
    kind,
    about: 0,
  }));
}

describe('a cycle that may be at a transaction twice', () => {
  it('is left as it is where it is not', () => {
    const edges = around([1, RW], [2, WW], [3, RW], [4, WR]);
    expect(simpleCycleOf(edges)).toEqual(edges);
  });

  it('is cut to what leads from there on after an anti-dependency', () => {
    const edges = around([1, RW], [2, WW], [3, WR], [2, RW], [4, WR]);
    expect(simpleCycleOf(edges)).toEqual(around([2, WW], [3, WR]));
  });

  it('is cut to the part around where the anti-dependency is the one before the other', () => {
    const edges = around([2, RW], [4, WR], [1, RW], [2, WW], [3, WR]);
    expect(simpleCycleOf(edges)).toEqual(around([2, WW], [3, WR]));
  });

  it('is cut as often as that is so', () => {
    const edges = around(
      [1, RW],
      [2, WW],
      [3, RW],
      [4, WW],
      [5, WR],
      [4, RW],
      [6, WR],
      [2, RW],
      [7, WR],
    );
    expect(simpleCycleOf(edges)).toEqual(around([4, WW], [5, WR]));
  });
});
