import { describe, expect, it } from 'vitest';
import type { Progress } from '../types.js';
import { giveWay } from './give-way.js';
import { run, runGivingWay } from './run.js';

/** A check of some steps, each of which takes so many milliseconds of a clock. */
function subject(steps: number, stepMs: number) {
  let clock = 0;
  let gives = 0;
  const check = function* (): Generator<Progress, string> {
    for (let step = 1; step <= steps; step++) {
      clock += stepMs;
      yield {
        partition: '',
        partitionsDone: 0,
        partitionsTotal: 1,
        method: 'some-method',
        steps: step,
        placed: 0,
        operations: 1,
        elapsedMs: clock,
      };
    }
    return 'verdict';
  };
  const surroundings = {
    now: () => clock,
    giveWay: async () => {
      gives++;
      // Others take their time.
      clock += 50;
      await Promise.resolve();
    },
  };
  return { check: check(), surroundings, gives: () => gives };
}

describe('a check that blocks', () => {
  it('reports its progress every 100 ms', () => {
    const { check, surroundings } = subject(1000, 1);
    const seen: number[] = [];
    const onProgress = ({ steps }: Progress) => void seen.push(steps);
    expect(run(check, { onProgress }, surroundings)).toBe('verdict');
    expect(seen).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  });

  it('needs nobody who listens', () => {
    const { check, surroundings } = subject(1000, 1);
    expect(run(check, {}, surroundings)).toBe('verdict');
  });
});

describe('a check that gives way', () => {
  it('does so every few milliseconds of its own, not counting what others take', async () => {
    for (const [steps, stepMs, expected] of [
      [1000, 1, 125],
      [100, 7, 50],
      [100, 30, 100],
      [3, 1, 0],
    ] as const) {
      const { check, surroundings, gives } = subject(steps, stepMs);
      expect(await runGivingWay(check, {}, surroundings)).toBe('verdict');
      expect(gives()).toBe(expected);
    }
  });

  it('reports its progress as the other form does', async () => {
    const { check, surroundings } = subject(20, 30);
    const seen: number[] = [];
    const onProgress = ({ steps }: Progress) => void seen.push(steps);
    await runGivingWay(check, { onProgress }, surroundings);
    // With what others take, a step lasts 80 ms.
    expect(seen).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  });
});

describe('giving way', () => {
  it('lets timers and other tasks go first', async () => {
    const order: string[] = [];
    const timer = new Promise<void>((resolve) => {
      setTimeout(() => {
        order.push('timer');
        resolve();
      }, 0);
    });
    while (order.length === 0) {
      await giveWay();
    }
    await timer;
    expect(order).toEqual(['timer']);
  });

  it('knows the ways of browsers too', async () => {
    for (const missing of [['setImmediate'], ['setImmediate', 'MessageChannel']]) {
      const given = without(missing, giveWay);
      let timers = 0;
      setTimeout(() => timers++, 0);
      await given;
      await giveWay();
      expect(timers).toBeLessThanOrEqual(1);
    }
  });
});

/** What a function gives when called where these globals are not there. */
function without<Result>(globals: readonly string[], body: () => Result): Result {
  const saved = globals.map((name) => [name, Reflect.get(globalThis, name) as unknown] as const);
  globals.forEach((name) => Reflect.set(globalThis, name, undefined));
  try {
    return body();
  } finally {
    saved.forEach(([name, value]) => Reflect.set(globalThis, name, value));
  }
}
