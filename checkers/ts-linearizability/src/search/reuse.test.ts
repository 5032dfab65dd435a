import { describe, expect, it } from 'vitest';
import { problemOf } from '../history/problem.js';
import type { CounterInput, CounterOutput } from '../models/inputs.js';
import { counter } from '../models/counter.js';
import type { Model, Operation } from '../types.js';
import { search } from './portfolio.js';

type Op = Operation<CounterInput, CounterOutput>;

const add = (value: number, returned = Infinity): Op => ({
  input: { f: 'add', value },
  call: 0,
  return: returned,
});
const read = (output: number, call: number): Op => ({
  input: { f: 'read' },
  output,
  call,
  return: call + 1,
});

/** The verdict of a search whose turns have so many steps, whatever time they take. */
function verdictOf<State>(
  model: Model<State, CounterInput, CounterOutput>,
  operations: readonly Op[],
) {
  const problem = problemOf(model, operations);
  const bounds = { now: () => 0, hold: () => true, stop: () => undefined };
  const now = performance.now.bind(performance);
  performance.now = () => 0;
  try {
    return search(model, problem, { seed: 1, maxStates: 1_000_000 }, bounds);
  } finally {
    performance.now = now;
  }
}

describe('reuse without limit', () => {
  it('is given up when it meets ever more states, and nothing else is', () => {
    const adds = Array.from({ length: 14 }, (_, i) => add(2 ** (i + 1), i < 6 ? 1 + i : Infinity));
    const verdict = verdictOf(counter(), [...adds, read(2 ** 15 - 1, 20)]);
    expect(verdict).toMatchObject({ verdict: 'illegal', method: 'exact-frontier' });
  });

  it('is believed at once if it is illegal; another search tells how far it came', () => {
    // Any other search has to go through all sets of these adds.
    const adds = Array.from({ length: 25 }, (_, i) => add(2 * (i + 1)));
    const modulo: Model<number, CounterInput, CounterOutput> = {
      name: 'counter modulo 512',
      init: () => [0],
      step(sum, input, output) {
        const next = input.f === 'add' ? (sum + input.value) % 512 : sum;
        return output === undefined || output === next ? [next] : [];
      },
    };
    const verdict = verdictOf(modulo, [read(0, 0), read(0, 2), read(1, 4), ...adds]);
    expect(verdict).toMatchObject({
      verdict: 'illegal',
      method: 'relaxed-frontier',
      deadEnd: { firstUnplaceable: 2 },
    });
    const prefix = verdict.verdict === 'illegal' ? [...verdict.deadEnd.longestPrefix] : [];
    expect(prefix.slice(0, 2)).toEqual([0, 1]);
  });
});
