import { describe, expect, it } from 'vitest';
import { RUNNING, type Engine } from './engine.js';
import { Slice } from './slice.js';

/** The steps that an engine is given in turn if each takes so many milliseconds. */
function stepsGiven(times: number, stepMs: (steps: number) => number): number[] {
  const given: number[] = [];
  let clock = 0;
  const engine: Engine = {
    method: 'depth-first',
    steps: 0,
    bytes: 0,
    deadEnd: { longestPrefix: new Int32Array(0), firstUnplaceable: -1 },
    advance(steps) {
      given.push(steps);
      clock += stepMs(steps);
      return RUNNING;
    },
  };
  const now = performance.now.bind(performance);
  performance.now = () => clock;
  try {
    const slice = new Slice();
    for (let i = 0; i < times; i++) {
      expect(slice.run(engine)).toBe(RUNNING);
    }
  } finally {
    performance.now = now;
  }
  return given;
}

describe('a slice', () => {
  it('grows while it takes less than a millisecond, to a limit', () => {
    const given = stepsGiven(17, () => 0.9);
    expect(given.slice(0, 4)).toEqual([1, 2, 4, 8]);
    expect(given.slice(-3)).toEqual([8192, 8192, 8192]);
  });

  it('shrinks while it takes more than four milliseconds, to a limit', () => {
    const slow = stepsGiven(8, (steps) => (steps < 8 ? 0.9 : 4.1));
    expect(slow).toEqual([1, 2, 4, 8, 4, 8, 4, 8]);
    expect(stepsGiven(3, () => 4.1)).toEqual([1, 1, 1]);
  });

  it('stays where it takes about two milliseconds', () => {
    expect(stepsGiven(3, () => 1)).toEqual([1, 1, 1]);
    expect(stepsGiven(3, () => 4)).toEqual([1, 1, 1]);
    const settled = stepsGiven(20, (steps) => steps / 1000);
    expect(settled.at(-1)).toBe(1024);
  });
});
