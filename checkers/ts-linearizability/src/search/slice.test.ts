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
    placed: 0,
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
    const given = stepsGiven(12, () => 0.9);
    expect(given.slice(0, 4)).toEqual([256, 512, 1024, 2048]);
    expect(given.slice(-3)).toEqual([65_536, 65_536, 65_536]);
  });

  it('shrinks while it takes more than four milliseconds, to a limit', () => {
    expect(stepsGiven(7, () => 4.1)).toEqual([256, 128, 64, 32, 16, 16, 16]);
  });

  it('stays where it takes about two milliseconds', () => {
    expect(stepsGiven(3, () => 1)).toEqual([256, 256, 256]);
    expect(stepsGiven(3, () => 4)).toEqual([256, 256, 256]);
    const settled = stepsGiven(20, (steps) => steps / 1000);
    expect(settled.at(-1)).toBe(1024);
  });
});
