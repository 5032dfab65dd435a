import { describe, expect, it } from 'vitest';
import { problemOf } from '../history/problem.js';
import { Machine } from '../machine/machine.js';
import type { CasRegisterInput, CasRegisterOutput } from '../models/inputs.js';
import { casRegister } from '../models/cas-register.js';
import type { Operation } from '../types.js';
import { DepthFirst } from './depth-first.js';
import { Frontier } from './frontier.js';

type Op = Operation<CasRegisterInput, CasRegisterOutput>;

const MANY = 14;

const write = (value: number, call: number, returned: number): Op => ({
  input: { f: 'write', value },
  call,
  return: returned,
});
const read = (output: number | null, call: number, returned: number): Op => ({
  input: { f: 'read' },
  output,
  call,
  return: returned,
});
const many = (operation: (i: number) => Op): Op[] =>
  Array.from({ length: MANY }, (_, i) => operation(i));

/** A read that has no legal place, after all else: every order must be followed. */
const impossible = read(99, 1000, 1001);

/** The steps that each engine takes to refute a history. */
function stepsToRefute(operations: readonly Op[]): number[] {
  const model = casRegister();
  const problem = problemOf(model, operations);
  const machine = new Machine(model, problem.classes, Infinity);
  const engines = [new DepthFirst(problem, machine), new Frontier(problem, machine)];
  return engines.map((engine) => {
    expect(engine.advance(200_000).state).toBe('illegal');
    return engine.steps;
  });
}

// Without its reduction, each of these takes two to the power of fourteen steps or more.
describe('no branching is needed', () => {
  it.each<[string, readonly Op[]]>([
    ['for reads', [...many((i) => read(null, i, 100 + i)), impossible]],
    [
      'for reads of a value yet to come',
      [...many((i) => read(1, i, 100 + i)), write(1, 0, 90), impossible],
    ],
    [
      'for failed cas',
      [
        ...many((i): Op => ({
          input: { f: 'cas', from: i + 5, to: 2 },
          output: false,
          call: i,
          return: 100 + i,
        })),
        impossible,
      ],
    ],
    ['for equal writes', [...many((i) => write(1, i, 100 + i)), impossible]],
    [
      'for equal writes that return in another order',
      [...many((i) => write(1, i, 100 - i)), impossible],
    ],
    ['for equal writes without an answer', [...many((i) => write(1, i, Infinity)), impossible]],
    [
      'for equal writes, some without an answer',
      [...many((i) => write(1, i, i % 2 === 0 ? Infinity : 100 + i)), impossible],
    ],
  ])('%s', (_name, operations) => {
    for (const steps of stepsToRefute(operations)) {
      expect(steps).toBeLessThan(400);
    }
  });

  it('for what comes after the last return', () => {
    const operations = [write(1, 0, 1), ...many((i) => write(i, 2, Infinity))];
    const problem = problemOf(casRegister(), operations);
    const machine = new Machine(casRegister(), problem.classes, Infinity);
    const engine = new DepthFirst(problem, machine);
    expect(engine.advance(3)).toMatchObject({ state: 'ok', order: Int32Array.of(0) });
  });
});
