import { describe, expect, it } from 'vitest';
import { closureOf } from './closure.js';

/** Each step takes so long. Tells the steps too. */
function timed(work: {
  readonly step: (state: number) => number;
  readonly classes?: number;
  readonly stepMs?: number;
}): { readonly states: number[] | undefined; readonly steps: number } {
  let clock = 1000;
  let steps = 0;
  const machine = {
    initial: 0,
    step(state: number): number {
      steps++;
      clock += work.stepMs ?? 0;
      return work.step(state);
    },
  };
  const now = performance.now.bind(performance);
  performance.now = () => clock;
  try {
    const closure = closureOf(machine, [...new Int8Array(work.classes ?? 1).keys()]);
    return { states: closure && [...closure], steps };
  } finally {
    performance.now = now;
  }
}

describe('closureOf', () => {
  const increments = (limit: number) => ({
    initial: 0,
    step: (state: number) => (state < limit ? state + 1 : -1),
  });

  it('holds every state that can be reached', () => {
    expect([...(closureOf(increments(3), [0]) ?? [])]).toEqual([0, 1, 2, 3]);
  });

  it('steps by the given classes alone', () => {
    const byClass = { initial: 0, step: (state: number, by: number) => Math.min(3, state + by) };
    expect([...(closureOf(byClass, [2]) ?? [])]).toEqual([0, 2, 3]);
    expect([...(closureOf(byClass, [3, 0]) ?? [])]).toEqual([0, 3]);
    expect([...(closureOf(byClass, []) ?? [])]).toEqual([0]);
  });

  it('holds a state once, however often it is reached', () => {
    expect(timed({ step: () => 1, classes: 3 })).toEqual({ states: [0, 1], steps: 6 });
    expect(timed({ step: (state) => 1 - state })).toEqual({ states: [0, 1], steps: 2 });
    expect(timed({ step: () => 0 })).toEqual({ states: [0], steps: 1 });
  });

  it('gives up after a hundred states', () => {
    const until = (limit: number) => (state: number) => Math.min(state + 1, limit);
    expect(timed({ step: until(99) }).states).toHaveLength(100);
    expect(timed({ step: until(100) })).toEqual({ states: undefined, steps: 100 });
    expect(timed({ step: until(1e9) })).toEqual({ states: undefined, steps: 100 });
  });

  it('gives up where states times classes are more than 50,000', () => {
    expect(timed({ step: () => 0, classes: 50_000 }).states).toEqual([0]);
    expect(timed({ step: () => 0, classes: 50_001 })).toEqual({ states: undefined, steps: 0 });
    expect(timed({ step: () => 1, classes: 25_000 }).states).toEqual([0, 1]);
    const { states, steps } = timed({ step: () => 1, classes: 25_001 });
    expect([states, steps]).toEqual([undefined, 25_001]);
  });

  it('gives up after 20 milliseconds', () => {
    const step = (state: number) => Math.min(state + 1, 99);
    expect(timed({ step, stepMs: 0.19 }).states).toHaveLength(100);
    expect(timed({ step, stepMs: 1 })).toEqual({ states: undefined, steps: 32 });
  });
});
