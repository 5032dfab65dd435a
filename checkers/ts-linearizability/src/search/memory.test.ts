import { describe, expect, it } from 'vitest';
import { problemOf } from '../history/problem.js';
import { Machine } from '../machine/machine.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import { casRegister } from '../models/cas-register.js';
import type { Operation } from '../types.js';
import { search, type SearchVerdict } from './portfolio.js';

type Op = Operation<CasRegisterInput, CasRegisterOutput>;

const WIDTH = 13;

/** Different writes at the same time and a read that none explains: every order is followed. */
const wide: readonly Op[] = [
  ...Array.from({ length: WIDTH }, (_, i): Op => ({
    input: { f: 'write', value: i },
    call: i,
    return: 100 + i,
  })),
  { input: { f: 'cas', from: 0, to: 99 }, output: true, call: 200, return: 201 },
  { input: { f: 'cas', from: 0, to: 99 }, output: true, call: 202, return: 203 },
];

function searched(limitBytes: number): {
  readonly verdict: SearchVerdict;
  readonly peak: number;
  readonly held: number;
} {
  const model = casRegister(0);
  let held = 0;
  let peak = 0;
  const bounds = {
    stop: () => undefined,
    now: () => 0,
    hold(difference: number) {
      held += difference;
      peak = Math.max(peak, held);
      return held <= limitBytes;
    },
  };
  const problem = problemOf(model, wide);
  const verdict = search(new Machine(model, problem.classes, 100_000), problem, bounds);
  return { verdict, peak, held };
}

describe('the memory of a search', () => {
  it('is booked while it is held, and given back at the end', () => {
    const { verdict, peak, held } = searched(Infinity);
    expect(verdict.verdict).toBe('illegal');
    // A frontier, a cache and the machine hold more than this at least.
    expect(peak).toBeGreaterThan(100_000);
    expect(peak).toBeLessThan(200_000_000);
    expect(held).toBe(0);
  });

  it('that is too much for a single engine ends it, and is given back', () => {
    const { verdict, held } = searched(1000);
    expect(verdict).toMatchObject({ verdict: 'unknown', cause: 'memory' });
    expect(held).toBe(0);
  });

  it('that is too much for all engines leaves those that need less', () => {
    const { verdict, peak, held } = searched(8_000_000);
    expect(verdict).toMatchObject({ verdict: 'illegal', method: 'depth-first' });
    expect(peak).toBeLessThan(searched(Infinity).peak);
    expect(held).toBe(0);
  });
});
