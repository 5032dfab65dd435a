import { describe, expect, it } from 'vitest';
import { Pace } from './pace.js';

/** Steps that take so many milliseconds each: how many there were before each pause. */
function pausesOf(stepMs: number, steps: number): number[] {
  let now = 100;
  const pace = new Pace(() => now);
  const pauses: number[] = [];
  let since = 0;
  for (let step = 0; step < steps; step++) {
    if (pace.isPause()) {
      pauses.push(since);
      since = 0;
    }
    since++;
    now += stepMs;
  }
  return pauses;
}

describe('a pace', () => {
  it('pauses after every step that takes a millisecond or more, once it has seen one', () => {
    expect(pausesOf(1, 5)).toEqual([2, 1, 1]);
    expect(pausesOf(20, 5)).toEqual([2, 1, 1]);
  });

  it('pauses after a millisecond of shorter steps', () => {
    expect(pausesOf(1 / 2, 9)).toEqual([2, 2, 2, 2]);
    expect(pausesOf(1 / 16, 62)).toEqual([16, 16, 16]);
    expect(pausesOf(1 / 4096, 40_000).slice(2, 5)).toEqual([4096, 4096, 4096]);
  });

  it('looks at the clock the more seldom the shorter the steps are, every 4096 steps at least', () => {
    const STEPS = 1 << 16;
    const stepsPerLook = (stepMs: number): number => {
      let now = 0;
      let looks = 0;
      const pace = new Pace(() => {
        looks++;
        return now;
      });
      for (let step = 0; step < STEPS; step++) {
        pace.isPause();
        now += stepMs;
      }
      return Math.round(STEPS / looks);
    };
    // A look each 1/8 to 1/2 millisecond.
    expect([1, 1 / 4, 1 / 8, 1 / 16, 1 / 32].map(stepsPerLook)).toEqual([1, 2, 2, 2, 4]);
    expect(stepsPerLook(0)).toBe(Math.round(STEPS / (2 + 12 + 14)));
  });

  it('looks more often again once steps take longer', () => {
    let now = 0;
    const pace = new Pace(() => now);
    for (let step = 0; step < 10_000; step++) {
      pace.isPause();
    }
    const gaps: number[] = [];
    let last = 0;
    for (let step = 0; step < 20_000; step++) {
      now += 1;
      if (pace.isPause()) {
        gaps.push(step - last);
        last = step;
      }
    }
    expect(gaps.slice(1, 15)).toEqual([2048, 1024, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1, 1, 1]);
  });

  it('begins with the clock of the machine', () => {
    const pace = new Pace();
    const start = performance.now();
    while (!pace.isPause()) {
      expect(performance.now() - start).toBeLessThan(1000);
    }
    expect(performance.now() - start).toBeGreaterThan(0.5);
  });
});
